// The clients that there are.
import { PymcpError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import type { Client } from './client.js';
import { claudeCode } from './clients/claude-code.js';
import { claudeDesktop } from './clients/claude-desktop.js';
import { codex } from './clients/codex.js';
import { cursor } from './clients/cursor.js';
import { emacs } from './clients/emacs.js';
import { geminiCli } from './clients/gemini-cli.js';
import { vscode } from './clients/vscode.js';
import { windsurf } from './clients/windsurf.js';
import { zed } from './clients/zed.js';

/** Nothing in them can be set; a function, because an editor's schema is more than the compiler can see through. */
export function listClients(): readonly Client[] {
  return [claudeCode, claudeDesktop, cursor, vscode, codex, geminiCli, windsurf, zed, emacs];
}

/** @throws PymcpError `client.unknown` */
export function findClient(name: string): Client {
  const clients = listClients();
  const found = clients.find((client) => client.name === name);
  if (found !== undefined) return found;
  const names = clients.map((client) => client.name);
  const near = nearestName(name, names);
  throw new PymcpError(
    'client.unknown',
    `there is no client ${JSON.stringify(name.slice(0, 80))}`,
    `${near === null ? 'known are' : `did you mean ${near}? Known are`} ${names.join(', ')}`,
  );
}
