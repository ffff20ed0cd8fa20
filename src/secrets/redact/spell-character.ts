// Every way in which a character is written by what programs use to quote: JSON, JavaScript, Python, C and shells, URLs and forms,
// HTML and XML, quoted-printable. Ways may change from one character to the next, as quoting touches only some.
import { htmlNamesOf } from './html-names.js';
import { anyCase, exact, join, type Spelling } from './spelling.js';

/** JSON in JSON, and a URL in a URL, are ordinary: escapes are known once and twice escaped. */
const backslashes: readonly string[] = ['\\', '\\\\'];
const percents: readonly string[] = ['%', '%25'];
const ampersands: readonly string[] = ['&', '&amp;', '\\u0026'];

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
};

/** @param character one code point */
export function spellCharacter(character: string): readonly Spelling[] {
  const bytes = Buffer.from(character);
  const code = character.codePointAt(0) ?? 0;
  return [
    exact(bytes),
    ...spellLatin1(code),
    ...spellEscapes(character, code, bytes),
    ...spellUrl(character, bytes),
    ...spellHtml(character, code),
    byteByByte('=', bytes),
  ];
}

/** What Latin-1 has no UTF-8 for. */
function spellLatin1(code: number): readonly Spelling[] {
  return code < 0x80 || code > 0xff ? [] : [exact(Buffer.of(code)), byteByByte('%', Buffer.of(code))];
}

function spellEscapes(character: string, code: number, bytes: Buffer): readonly Spelling[] {
  return [
    ...backslashes.flatMap((backslash) => [
      join(
        [...Array(character.length).keys()].map((index) =>
          join([exact(`${backslash}u`), anyCase(hex(character.charCodeAt(index), 4))]),
        ),
      ),
      join([exact(`${backslash}u{`), anyCase(hex(code, 1)), exact('}')]),
      join([exact(`${backslash}U`), anyCase(hex(code, 8))]),
      ...(code <= 0xff ? [join([exact(`${backslash}x`), anyCase(hex(code, 2))])] : []),
      byteByByte(`${backslash}x`, bytes),
      exact([...bytes].map((byte) => backslash + byte.toString(8).padStart(3, '0')).join('')),
      ...(Object.hasOwn(shortEscapes, character) ? [exact(backslash + (shortEscapes[character] ?? ''))] : []),
    ]),
    ...(character === '\n' ? [exact('\r\n'), exact('\\r\\n'), exact('\\\\r\\\\n')] : []),
    ...spellQuoted(character),
  ];
}

/** Punctuation behind a backslash, and quotes that are doubled. */
function spellQuoted(character: string): readonly Spelling[] {
  const isPunctuation = /^[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/.test(character);
  if (!isPunctuation) return [];
  // Once more escaped, the backslash before it is doubled, and a quote or a backslash is escaped itself.
  const escaped = ['\\', '\\\\', '\\\\\\'].map((before) => exact(before + character));
  return /["'`]/.test(character) ? [...escaped, exact(character + character)] : escaped;
}

function spellUrl(character: string, bytes: Buffer): readonly Spelling[] {
  return [
    ...percents.map((percent) => byteByByte(percent, bytes)),
    ...(character.length === 1 ? [join([exact('%u'), anyCase(hex(character.charCodeAt(0), 4))])] : []),
    ...(character === ' ' ? [exact('+')] : []),
  ];
}

function spellHtml(character: string, code: number): readonly Spelling[] {
  const decimal = code.toString();
  const numbers = [0, 1, 2, 3].map((zeros) => exact(`#${'0'.repeat(zeros)}${decimal}`));
  const hexadecimals = [0, 1, 2, 3, 4].map((zeros) => anyCase(`#x${'0'.repeat(zeros)}${hex(code, 1)}`));
  const inner = [...numbers, ...hexadecimals, ...htmlNamesOf(character).map(exact)];
  return ampersands.flatMap((ampersand) => inner.map((one) => join([exact(ampersand), one, exact(';')])));
}

/** Each byte of UTF-8 as two digits behind a prefix. */
function byteByByte(prefix: string, bytes: Buffer): Spelling {
  return join([...bytes].flatMap((byte) => [exact(prefix), anyCase(hex(byte, 2))]));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
