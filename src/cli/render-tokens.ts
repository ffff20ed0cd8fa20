// Tokens as a table and as JSON. The secret is in the answer to `create` and nowhere else.
import type { TokenRecord } from '../tokens/token-record.js';
import type { TokenList } from '../tokens/token-store.js';
import { renderTable } from './render-table.js';

/** What `create --json` prints. */
export function renderToken(token: TokenRecord, secret: string): string {
  return `${JSON.stringify({ token: secret, ...toJson(token) }, null, 2)}\n`;
}

export function renderTokenListJson({ tokens, broken }: TokenList, nowMs: number): string {
  const shown = tokens.map((token) => ({ ...toJson(token), expired: isExpired(token, nowMs) }));
  const opensNothing = broken.map(({ file, why }) => ({ file, why }));
  return `${JSON.stringify({ tokens: shown, broken: opensNothing }, null, 2)}\n`;
}

export function renderTokenList({ tokens }: TokenList, nowMs: number): string {
  if (tokens.length === 0) return 'There is no token. Make one: pymcp token create NAME\n';
  const rows = [
    ['NAME', 'ID', 'SCOPES', 'CREATED', 'EXPIRES'],
    ...tokens.map((token) => [
      token.name,
      token.id,
      token.scopes.join(','),
      toMinute(token.createdMs),
      `${toMinute(token.expiresMs)}${isExpired(token, nowMs) ? ' (expired)' : ''}`,
    ]),
  ];
  return renderTable(rows);
}

function toJson({ id, name, scopes, createdMs, expiresMs }: TokenRecord): object {
  return {
    id,
    name,
    scopes,
    created_at: new Date(createdMs).toISOString(),
    expires_at: new Date(expiresMs).toISOString(),
  };
}

const isExpired = ({ expiresMs }: TokenRecord, nowMs: number): boolean => nowMs >= expiresMs;

const toMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`;
