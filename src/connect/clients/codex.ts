// Codex. https://developers.openai.com/codex/mcp: [mcp_servers.NAME] in ~/.codex/config.toml, or below CODEX_HOME; in
// .codex/config.toml of a project that is trusted; `bearer_token_env_var` names the variable with the token.
import { type Client, tokenVariable } from '../client.js';
import { pathsOf } from '../surroundings.js';
import { tomlFormat } from '../toml/toml-format.js';

export const codex: Client = {
  name: 'codex',
  title: 'Codex',
  source: 'https://developers.openai.com/codex/mcp',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const chosen = surroundings.env['CODEX_HOME'];
    const isChosen = chosen !== undefined && paths.isAbsolute(chosen);
    const folder = isChosen ? chosen : paths.join(surroundings.home, '.codex');
    return [{ path: paths.join(folder, 'config.toml'), folder }];
  },
  projectFile: '.codex/config.toml',
  format: tomlFormat('mcp_servers'),
  projectVariable: null,
  expandsVariables: false,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { url, bearer_token_env_var: tokenVariable } }),
    tokenHint: `set ${tokenVariable} in the environment that Codex is started from`,
  },
};
