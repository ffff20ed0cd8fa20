// Cursor. https://cursor.com/docs/mcp: ~/.cursor/mcp.json and .cursor/mcp.json; ${env:NAME}, ${userHome} and
// ${workspaceFolder} (the folder that has .cursor/mcp.json) are put into command, args, env, url and headers.
import { type Client, tokenVariable } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { pathsOf } from '../surroundings.js';
import { bearerHeader } from './http-headers.js';

export const cursor: Client = {
  name: 'cursor',
  title: 'Cursor',
  source: 'https://cursor.com/docs/mcp',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const folder = paths.join(surroundings.home, '.cursor');
    return [{ path: paths.join(folder, 'mcp.json'), folder }];
  },
  projectFile: '.cursor/mcp.json',
  format: jsonFormat({ servers: 'mcpServers' }),
  projectVariable: '${workspaceFolder}',
  expandsVariables: true,
  toStdioEntry: ({ command, args }) => ({ server: { type: 'stdio', command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { url, headers: bearerHeader(`\${env:${tokenVariable}}`) } }),
    tokenHint: `set ${tokenVariable} in the environment that Cursor is started from`,
  },
};
