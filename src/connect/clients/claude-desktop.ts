// Claude Desktop. https://modelcontextprotocol.io/docs/develop/connect-local-servers: claude_desktop_config.json, stdio only;
// remote servers are connectors of an account, not of this file.
import type { Client } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { applicationFolder, pathsOf } from '../surroundings.js';

export const claudeDesktop: Client = {
  name: 'claude-desktop',
  title: 'Claude Desktop',
  source: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  userFiles: (surroundings) => {
    const folder = applicationFolder(surroundings, 'Claude');
    return [{ path: pathsOf(surroundings).join(folder, 'claude_desktop_config.json'), folder }];
  },
  projectFile: null,
  format: jsonFormat({ servers: 'mcpServers' }),
  projectVariable: null,
  expandsVariables: false,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'unsupported',
    why: 'its file has servers over stdio only',
  },
};
