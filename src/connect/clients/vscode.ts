// Visual Studio Code. https://code.visualstudio.com/docs/copilot/reference/mcp-configuration: `servers` and `inputs` in the
// user's mcp.json and in .vscode/mcp.json; ${workspaceFolder} in arguments; a prompt of type promptString with `password`.
import { type Client } from '../client.js';
import { inputIdOf, jsonFormat } from '../json/json-format.js';
import { applicationFolder, pathsOf } from '../surroundings.js';
import { bearerHeader } from './http-headers.js';

export const vscode: Client = {
  name: 'vscode',
  title: 'Visual Studio Code',
  source: 'https://code.visualstudio.com/docs/copilot/reference/mcp-configuration',
  userFiles: (surroundings) =>
    ['Code', 'Code - Insiders'].map((edition) => {
      const folder = applicationFolder(surroundings, edition);
      return { path: pathsOf(surroundings).join(folder, 'User', 'mcp.json'), folder };
    }),
  projectFile: '.vscode/mcp.json',
  format: jsonFormat({ servers: 'servers', inputs: 'inputs' }),
  projectVariable: '${workspaceFolder}',
  expandsVariables: true,
  toStdioEntry: ({ command, args }) => ({ server: { type: 'stdio', command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url, name) => ({
      server: { type: 'http', url, headers: bearerHeader(`\${input:${inputIdOf(name)}}`) },
      input: {
        type: 'promptString',
        id: inputIdOf(name),
        description: `The token of isolated-pymcp for ${name}`,
        password: true,
      },
    }),
    tokenHint: 'VS Code asks for the token when it first starts the server, and keeps it in its own store',
  },
};
