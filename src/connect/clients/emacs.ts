// Emacs with mcp.el. https://github.com/lizqwerscott/mcp.el: `mcp-hub-servers`, a list of (NAME :command … :args …) or
// (NAME :url … :token …). The init file is code, so that the token can come from the environment. Which init file Emacs loads:
// Emacs manual, "How Emacs Finds Your Init File".
import { type Client, tokenVariable } from '../client.js';
import { elispFormat, fromEnvironment } from '../elisp/elisp-format.js';
import { configHome, pathsOf } from '../surroundings.js';

export const emacs: Client = {
  name: 'emacs',
  title: 'Emacs (mcp.el)',
  source: 'https://github.com/lizqwerscott/mcp.el',
  userFiles: (surroundings) => {
    const paths = pathsOf(surroundings);
    const home =
      surroundings.platform === 'win32'
        ? (surroundings.env['APPDATA'] ?? surroundings.home)
        : surroundings.home;
    const folder = paths.join(home, '.emacs.d');
    const xdgFolder = paths.join(configHome({ ...surroundings, home }), 'emacs');
    return [
      { path: paths.join(home, '.emacs.el'), folder: null },
      { path: paths.join(home, '.emacs'), folder: null },
      { path: paths.join(folder, 'init.el'), folder },
      { path: paths.join(xdgFolder, 'init.el'), folder: xdgFolder },
    ];
  },
  projectFile: null,
  format: elispFormat,
  projectVariable: null,
  expandsVariables: false,
  toStdioEntry: ({ command, args }) => ({ server: { command, args } }),
  http: {
    kind: 'supported',
    toEntry: (url) => ({ server: { url, token: fromEnvironment(tokenVariable) } }),
    tokenHint: `set ${tokenVariable} in the environment that Emacs is started from`,
  },
};
