// Claude Code. https://code.claude.com/docs/en/mcp: user scope in ~/.claude.json, project scope in .mcp.json, `type` needed
// for HTTP; ${VAR} is expanded in command, args, env, url and headers.
import { type Client, tokenVariable } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { pathsOf } from '../surroundings.js';
import { bearerHeader } from './http-headers.js';

export const claudeCode: Client = {
  name: 'claude-code',
  title: 'Claude Code',
  source: 'https://code.claude.com/docs/en/mcp',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const chosen = surroundings.env['CLAUDE_CONFIG_DIR'];
    if (chosen !== undefined && paths.isAbsolute(chosen))
      return [{ path: paths.join(chosen, '.claude.json'), folder: chosen }];
    const { home } = surroundings;
    return [{ path: paths.join(home, '.claude.json'), folder: paths.join(home, '.claude') }];
  },
  projectFile: '.mcp.json',
  format: jsonFormat({ servers: 'mcpServers' }),
  projectVariable: null,
  expandsVariables: true,
  toStdioEntry: ({ command, args }) => ({ server: { type: 'stdio', command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { type: 'http', url, headers: bearerHeader(`\${${tokenVariable}}`) } }),
    tokenHint: `set ${tokenVariable} in the environment that Claude Code is started from`,
  },
};
