// Gemini CLI. https://geminicli.com/docs/tools/mcp-server and https://geminicli.com/docs/cli/configuration: `mcpServers` in
// ~/.gemini/settings.json and .gemini/settings.json, `httpUrl` for Streamable HTTP; $NAME and ${NAME} in any string.
import { type Client, tokenVariable } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { pathsOf } from '../surroundings.js';
import { bearerHeader } from './http-headers.js';

export const geminiCli: Client = {
  name: 'gemini-cli',
  title: 'Gemini CLI',
  source: 'https://geminicli.com/docs/tools/mcp-server',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const folder = paths.join(surroundings.home, '.gemini');
    return [{ path: paths.join(folder, 'settings.json'), folder }];
  },
  projectFile: '.gemini/settings.json',
  format: jsonFormat({ servers: 'mcpServers' }),
  projectVariable: null,
  expandsVariables: true,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { httpUrl: url, headers: bearerHeader(`$${tokenVariable}`) } }),
    tokenHint: `set ${tokenVariable} in the environment that Gemini CLI is started from`,
  },
};
