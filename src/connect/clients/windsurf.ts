// Windsurf. https://docs.windsurf.com/windsurf/cascade/mcp: `mcpServers` in ~/.codeium/windsurf/mcp_config.json, `serverUrl`
// for HTTP; ${env:NAME} in command, args, env, serverUrl, url and headers.
import { type Client, tokenVariable } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { pathsOf } from '../surroundings.js';
import { bearerHeader } from './http-headers.js';

export const windsurf: Client = {
  name: 'windsurf',
  title: 'Windsurf',
  source: 'https://docs.windsurf.com/windsurf/cascade/mcp',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const folder = paths.join(surroundings.home, '.codeium', 'windsurf');
    return [{ path: paths.join(folder, 'mcp_config.json'), folder }];
  },
  projectFile: null,
  format: jsonFormat({ servers: 'mcpServers' }),
  projectVariable: null,
  expandsVariables: true,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { serverUrl: url, headers: bearerHeader(`\${env:${tokenVariable}}`) } }),
    tokenHint: `set ${tokenVariable} in the environment that Windsurf is started from`,
  },
};
