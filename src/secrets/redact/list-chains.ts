// All chains of a secret: which texts count as it, and each of them in every family of encodings.
import { base64Chains } from './base64-chains.js';
import { byteChain, decimalChain, hexChain, utf16Of } from './byte-chains.js';
import type { Chain } from './chain.js';
import { spellCharacter } from './spell-character.js';
import type { UnitStore } from './unit-store.js';

/** Of a value with several lines, such as a key, a line that stands alone is covered from this length on. */
const leastLine = 16;

export function listChains(value: string, store: UnitStore): readonly Chain[] {
  return formsOf(value).flatMap((form) => chainsOf(form, store));
}

export function lengthOf(text: string): number {
  return Array.from(text).length;
}

function chainsOf(form: string, store: UnitStore): readonly Chain[] {
  const characters = Array.from(form);
  const bytes = Buffer.from(form);
  const utf16 = (['little-endian', 'big-endian'] as const).map((order) => utf16Of(form, order));
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  return [
    textChain(characters, store),
    textChain(characters.toReversed(), store),
    ...[bytes, ...utf16].flatMap((one) => base64Chains(one, store)),
    hexChain(bytes, store),
    decimalChain([...bytes], store),
    ...(codes.every((code) => code < 0x80) ? [] : [decimalChain(codes, store)]),
    ...utf16.map((one) => byteChain(one, store)),
  ];
}

function textChain(characters: readonly string[], store: UnitStore): Chain {
  return characters.map((character) => store.take(`character ${character}`, () => spellCharacter(character)));
}

/**
 * Without space around it, composed and decomposed, with either end of line. Of several lines the longer ones too, but not the
 * frame of a key.
 */
function formsOf(value: string): readonly string[] {
  const whole = value.trim();
  const lines = whole.split(/\r?\n/);
  const alone = lines
    .map((line) => line.trim())
    .filter((line) => lengthOf(line) >= leastLine && !line.startsWith('-----'));
  const texts = [whole, lines.join('\n'), lines.join('\r\n'), ...(lines.length > 1 ? alone : [])];
  return [...new Set(texts.flatMap((text) => [text, text.normalize('NFC'), text.normalize('NFD')]))];
}
