// What is kept of a token: everything but the secret, of which only the hash is there.
import { maxNameLength, namePattern } from '../core/names.js';
import { isTokenScope, type NeededScope, type TokenScope } from '../core/token-scope.js';
import { isTokenId } from './token-text.js';

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** From then on it opens nothing. */
  readonly expiresMs: number;
}

export interface StoredToken {
  readonly token: TokenRecord;
  /** SHA-256 of the secret. */
  readonly hash: Buffer;
}

const version = 1;
const fields = ['version', 'id', 'name', 'sha256', 'scopes', 'createdAt', 'expiresAt'] as const;

export function hasScope({ scopes }: Pick<TokenRecord, 'scopes'>, needed: NeededScope): boolean {
  return scopes.includes(needed) || (needed !== 'metrics' && scopes.includes('all'));
}

export function renderToken({ token, hash }: StoredToken): string {
  const { id, name, scopes, createdMs, expiresMs } = token;
  const kept = {
    version,
    id,
    name,
    sha256: hash.toString('hex'),
    scopes,
    createdAt: new Date(createdMs).toISOString(),
    expiresAt: new Date(expiresMs).toISOString(),
  };
  return `${JSON.stringify(kept, null, 2)}\n`;
}

/** null where it is not exactly what is written here: a file that is half right opens nothing. */
export function parseToken(text: string): StoredToken | null {
  const kept = parseObject(text);
  if (kept === null || kept['version'] !== version) return null;
  const { id, name, sha256, scopes } = kept;
  const [createdMs, expiresMs] = [parseTime(kept['createdAt']), parseTime(kept['expiresAt'])];
  if (!isTokenId(id) || createdMs === null || expiresMs === null) return null;
  if (typeof name !== 'string' || !namePattern.test(name) || name.length > maxNameLength) return null;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isTokenScope)) return null;
  return { token: { id, name, scopes, createdMs, expiresMs }, hash: Buffer.from(sha256, 'hex') };
}

function parseObject(text: string): Partial<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const keys = Object.keys(value);
    return keys.length === fields.length && fields.every((field) => keys.includes(field))
      ? { ...value }
      : null;
  } catch {
    return null;
  }
}

/** As it is written here and in no other form. */
function parseTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== value ? null : ms;
}
