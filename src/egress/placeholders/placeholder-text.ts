// secret.unseen: what a program holds in the place of a secret: its name, and more than 128 random bits, so that none is that of
// another run and none can be guessed.
import { randomInt } from 'node:crypto';
import type { SecretName } from '../../core/names.js';

/** With which every one begins. */
export const marker = 'PYMCP_SECRET_';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** log2(62) × 24 = 142 bits. */
const randomCharacters = 24;
/** Of the longest: a name has 64 characters (names.ts). */
export const mostPlaceholderCharacters = marker.length + 64 + 1 + randomCharacters;

export function makePlaceholder(name: SecretName): string {
  const random = Array.from({ length: randomCharacters }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `${marker}${name}_${random.join('')}`;
}

/** Whether it begins as a placeholder of some run, this one or another. */
export function beginsAsPlaceholder(text: string): boolean {
  return /^PYMCP_SECRET_[a-zA-Z0-9_]{1,64}_[a-zA-Z0-9]{24}/.test(text);
}

/** Whether one is there in a way in which it is not swapped: in another case, or with some of it as percent signs. */
export function hidesPlaceholder(text: string): boolean {
  return [text, decodePercent(text), decodePercent(decodePercent(text))].some((one) =>
    /pymcp_secret_[a-z0-9_]{1,64}_[a-z0-9]{24}/i.test(one),
  );
}

const decodePercent = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)));
