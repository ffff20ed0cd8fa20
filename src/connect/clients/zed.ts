// Zed. https://zed.dev/docs/ai/mcp: `context_servers` in its settings, which have comments, of a user and of a project. It
// sends headers as they are written (https://github.com/zed-industries/zed/issues/60459), so that a token would be in the file.
import type { Client } from '../client.js';
import { jsonFormat } from '../json/json-format.js';
import { configHome, pathsOf, roamingFolder, type Surroundings } from '../surroundings.js';

export const zed: Client = {
  name: 'zed',
  title: 'Zed',
  source: 'https://zed.dev/docs/ai/mcp',
  userFiles: (surroundings) => {
    const folder = settingsFolder(surroundings);
    return [{ path: pathsOf(surroundings).join(folder, 'settings.json'), folder }];
  },
  projectFile: '.zed/settings.json',
  format: jsonFormat({ servers: 'context_servers' }),
  projectVariable: null,
  expandsVariables: false,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'unsupported',
    why: 'it sends headers as they stand in its settings, so that the token would be in the file',
  },
};

function settingsFolder(surroundings: Surroundings): string {
  const paths = pathsOf(surroundings);
  switch (surroundings.platform) {
    case 'linux':
      return paths.join(configHome(surroundings), 'zed');
    case 'darwin':
      return paths.join(surroundings.home, '.config', 'zed');
    case 'win32':
      return paths.join(roamingFolder(surroundings), 'Zed');
  }
}
