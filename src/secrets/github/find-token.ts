// What we show GitHub: GH_TOKEN, else the login of `gh`, else what a person types. It is kept in memory alone.
import { PymcpError } from '../../core/errors.js';
import { askGh } from '../ask-program.js';
import { isPlaceholder } from '../is-placeholder.js';
import type { GitHubServer } from './github-server.js';

/** @param ask a hidden prompt; null where there is nobody to ask @throws PymcpError `github.no-token` */
export async function findToken(server: GitHubServer, ask: (() => Promise<string>) | null): Promise<string> {
  const given = process.env['GH_TOKEN']?.trim() ?? '';
  if (given !== '') return check(given, 'GH_TOKEN');
  // Its login belongs to github.com, and goes to no other server.
  const login = server.isUsual ? await askGh() : null;
  if (login?.kind === 'value') return check(login.value.trim(), '`gh auth token`');
  if (ask !== null) return check((await ask()).trim(), 'what was typed');
  throw new PymcpError(
    'github.no-token',
    `there is no token for ${server.host}${login === null ? '' : `: GH_TOKEN is not set, and ${login.why}`}`,
    'gh auth login, or set GH_TOKEN to a token that may read and write the secrets of the repository',
  );
}

/** It goes into a header. */
function check(token: string, where: string): string {
  if (/^[\x21-\x7e]+$/.test(token) && !isPlaceholder(token)) return token;
  throw new PymcpError(
    'github.no-token',
    `${where} is no token: ${isPlaceholder(token) ? 'it is a placeholder' : 'it has spaces or other characters that none has'}`,
    'make one at https://github.com/settings/personal-access-tokens/new, with Secrets: read and write',
  );
}
