// A token as its holder has it: `pymcp_<id>_<secret>`. The prefix and the shape let scanners of secrets find one that was
// committed (docs/tokens.md has the expression).
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { TokenName } from '../core/names.js';

export interface TokenParts {
  /** Ten of 0-9 and a-z: the slot of the token's name, and what tells it from other tokens of that name. */
  readonly id: string;
  /** 32 random bytes as base64url. */
  readonly secret: string;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const slotLength = 6;
const idPattern = /^[0-9a-z]{10}$/;
const pattern = /^pymcp_([0-9a-z]{10})_([A-Za-z0-9_-]{43})$/;
const textLength = 60;

/** A new token for a name. */
export function makeToken(name: TokenName): TokenParts {
  const serial = Array.from({ length: 10 - slotLength }, () => alphabet.charAt(randomInt(alphabet.length)));
  return { id: slotOf(name) + serial.join(''), secret: randomBytes(32).toString('base64url') };
}

export function toText({ id, secret }: TokenParts): string {
  return `pymcp_${id}_${secret}`;
}

/** null for whatever is no token, of whatever type. */
export function parseTokenText(presented: unknown): TokenParts | null {
  // Before the expression: what a client sends may be long.
  if (typeof presented !== 'string' || presented.length !== textLength) return null;
  const [, id, secret] = presented.match(pattern) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** secret.unlogged: of a text that somebody else has written, without the secrets of tokens in it, whole or not. */
export function hideTokens(text: string): string {
  return text.replace(/(pymcp_[0-9a-z]{10}_)[A-Za-z0-9_-]+/g, '$1…');
}

export function isTokenId(text: unknown): text is string {
  return typeof text === 'string' && idPattern.test(text);
}

/**
 * Where the token of a name is kept: one place for one name, so that the kernel lets only one of two come. Two names with
 * one slot, one pair in two thousand million, are in each other's way and no more.
 */
export function slotOf(name: TokenName): string {
  const digest = createHash('sha256').update(name).digest();
  return digest.readBigUInt64BE().toString(36).padStart(slotLength, '0').slice(-slotLength);
}

/** path.contained: of an id that was checked, so that a file name can be made of it. */
export function slotOfId(id: string): string {
  return id.slice(0, slotLength);
}

/** A fast hash is enough: nobody guesses 32 random bytes, however fast. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** auth.token: takes the same time wherever they differ. */
export function isSecret(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(hashSecret(secret), hash);
}
