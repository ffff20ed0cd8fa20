// auth.token: the tokens of this user, one file each, 0600. A file has the hash of its token and never the token. Whatever
// other processes do counts at once: nothing is kept in memory.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { namePattern, type TokenName } from '../core/names.js';
import type { TokenScope } from '../core/token-scope.js';
import { nowMs } from '../host/clock.js';
import { stateFolder } from '../host/own-folders.js';
import { PrivateFolder, type Unsafe } from '../host/private-folder.js';
import { parseToken, renderToken, type StoredToken, type TokenRecord } from './token-record.js';
import { hashSecret, isSecret, makeToken, parseTokenText, slotOf, slotOfId, toText } from './token-text.js';

export type Verdict =
  | { readonly kind: 'valid'; readonly token: TokenRecord }
  | { readonly kind: 'unknown' }
  /** Said to whoever holds it, and to nobody else. */
  | { readonly kind: 'expired'; readonly token: TokenRecord };

export interface WantedToken {
  readonly name: TokenName;
  readonly scopes: readonly TokenScope[];
  readonly lifetimeMs: number;
}

/** A file that opens nothing, and why. */
export interface BrokenToken {
  readonly file: string;
  readonly why: string;
  readonly fix: string;
}

export interface TokenList {
  readonly tokens: readonly TokenRecord[];
  readonly broken: readonly BrokenToken[];
}

export interface TokenStoreOptions {
  readonly folder?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What a secret of nobody is compared with, so that an unknown id takes as long as a known one. */
const nobody = '0'.repeat(64);

export class TokenStore {
  readonly #folder: PrivateFolder;
  readonly #now: () => number;

  constructor({ folder = usualFolder(), now = nowMs }: TokenStoreOptions = {}) {
    this.#folder = new PrivateFolder(folder);
    this.#now = now;
  }

  /**
   * What a client presents, whatever it is. Reads the file each time: a revoked token opens nothing from the next request on.
   * @throws PymcpError `token.store-unsafe`, `token.store-failed`: nobody is let in then
   */
  verify(presented: string): Promise<Verdict> {
    return this.#work(() => Promise.resolve(this.#verify(presented)));
  }

  /** Whether a token that was verified before still opens something. @throws PymcpError as verify */
  isKnown(id: string): Promise<boolean> {
    return this.#work(() => {
      const folder = this.#folder.check();
      if (folder !== 'missing' && folder !== null) throw unsafe(folder);
      const stored = folder === 'missing' ? null : this.#find(slotOfId(id));
      return Promise.resolve(stored?.token.id === id && this.#now() < stored.token.expiresMs);
    });
  }

  #verify(presented: string): Verdict {
    const parts = parseTokenText(presented);
    if (parts === null) return { kind: 'unknown' };
    const folder = this.#folder.check();
    if (folder !== 'missing' && folder !== null) throw unsafe(folder);
    const stored = folder === 'missing' ? null : this.#find(slotOfId(parts.id));
    const isOurs = isSecret(parts.secret, stored?.hash ?? Buffer.from(nobody, 'hex'));
    if (stored === null || !isOurs || stored.token.id !== parts.id) return { kind: 'unknown' };
    const { token } = stored;
    return { kind: this.#now() < token.expiresMs ? 'valid' : 'expired', token };
  }

  /** @returns the token, which nobody can read again @throws PymcpError `token.name-taken`, `token.store-unsafe`, `token.store-failed` */
  async create({ name, scopes, lifetimeMs }: WantedToken): Promise<{ text: string; token: TokenRecord }> {
    return this.#work(async () => {
      const fault = await this.#folder.make();
      if (fault !== null) throw unsafe(fault);
      const parts = makeToken(name);
      const createdMs = this.#now();
      const token = { id: parts.id, name, scopes, createdMs, expiresMs: createdMs + lifetimeMs };
      const text = renderToken({ token, hash: hashSecret(parts.secret) });
      const outcome = await this.#folder.create(toFile(slotOf(name)), text);
      if (outcome === 'taken') throw taken(name);
      return { text: toText(parts), token };
    });
  }

  /** Expired ones too; in the order of their names. @throws PymcpError `token.store-unsafe`, `token.store-failed` */
  async list(): Promise<TokenList> {
    return this.#work(async () => {
      const fault = this.#folder.check();
      if (fault === 'missing') return { tokens: [], broken: [] };
      if (fault !== null) throw unsafe(fault);
      const found = (await this.#folder.list()).flatMap((file) => this.#look(file) ?? []);
      return {
        tokens: found.filter((one) => 'id' in one).sort((one, other) => (one.name < other.name ? -1 : 1)),
        broken: found.filter((one) => 'file' in one),
      };
    });
  }

  /**
   * By name, by id, by the token itself, or by the file that `list` calls broken. It opens nothing any more when this resolves.
   * @returns what it was called @throws PymcpError `token.unknown`, `token.store-unsafe`, `token.store-failed`
   */
  async revoke(called: string): Promise<string> {
    const nameOrId = parseTokenText(called)?.id ?? called;
    const { tokens, broken } = await this.list();
    const matches = [
      ...tokens
        .filter(({ id, name }) => id === nameOrId || name === nameOrId)
        .map(({ id, name }) => ({ file: toFile(slotOfId(id)), name })),
      ...broken.filter(({ file }) => file === nameOrId).map(({ file }) => ({ file, name: file })),
    ];
    const [match, another] = matches;
    if (another !== undefined) throw ambiguous(nameOrId);
    const isGone = match !== undefined && (await this.#work(() => this.#folder.remove(match.file)));
    if (!isGone) throw unknown(nameOrId);
    return match.name;
  }

  #look(file: string): TokenRecord | BrokenToken | null {
    const path = join(this.#folder.path, file);
    const remove = `rm ${JSON.stringify(path)}`;
    const found = this.#folder.read(file);
    if (found.kind === 'missing') return null;
    if (found.kind === 'unsafe') return { file, why: found.why, fix: found.fix };
    const stored = parseToken(found.text);
    if (stored === null) return { file, why: 'is not what a token file looks like', fix: remove };
    return isAt(stored, file) ? stored.token : { file, why: 'is not where its token belongs', fix: remove };
  }

  /** null where there is none that can open anything. */
  #find(slot: string): StoredToken | null {
    const found = this.#folder.read(toFile(slot));
    const stored = found.kind === 'read' ? parseToken(found.text) : null;
    return stored !== null && isAt(stored, toFile(slot)) ? stored : null;
  }

  async #work<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw toFailure(error);
    }
  }
}

/** @throws PymcpError `token.store-failed` where there is no place for them */
export function openTokenStore(options: TokenStoreOptions = {}): TokenStore {
  return new TokenStore(options);
}

const toFile = (slot: string): string => `${slot}.json`;

/** A copy of a file under another name is no second token, and a renamed token is none. */
function isAt({ token: { id, name } }: StoredToken, file: string): boolean {
  return toFile(slotOfId(id)) === file && toFile(slotOf(name as TokenName)) === file;
}

function usualFolder(): string {
  const state = stateFolder();
  if (state !== null) return join(state, 'tokens');
  throw new PymcpError(
    'token.store-failed',
    'there is no place to keep tokens: this user has no home',
    'set XDG_STATE_HOME to a folder of your own',
  );
}

function unsafe({ why, fix }: Unsafe): PymcpError {
  return new PymcpError(
    'token.store-unsafe',
    `the tokens are not trusted: ${why}`,
    `${fix}, and revoke what you did not make (\`pymcp token list\`)`,
  );
}

function taken(name: string): PymcpError {
  return new PymcpError(
    'token.name-taken',
    `there is a token named ${name} already`,
    `take another name, or end that one: pymcp token revoke ${name}`,
  );
}

function unknown(nameOrId: string): PymcpError {
  return new PymcpError(
    'token.unknown',
    `there is no token ${JSON.stringify(toHarmless(nameOrId))}`,
    '`pymcp token list` shows those that are there',
  );
}

function ambiguous(nameOrId: string): PymcpError {
  return new PymcpError(
    'token.unknown',
    `${JSON.stringify(toHarmless(nameOrId))} is the name of one token and the id of another`,
    'name one by its id or its name that the other does not have: `pymcp token list` shows both',
  );
}

/** secret.unlogged: somebody may have given a part of a token. */
function toHarmless(text: string): string {
  return text.length <= 32 && namePattern.test(text) && !text.includes('pymcp_') ? text : '…';
}

function toFailure(error: unknown): unknown {
  if (error instanceof PymcpError || !(error instanceof Error && 'code' in error)) return error;
  return new PymcpError(
    'token.store-failed',
    `the tokens cannot be read or written: ${error.message}`,
    'check the folder and the space on its disk, then try again',
    { cause: error },
  );
}
