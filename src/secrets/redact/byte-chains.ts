// A secret whose bytes are written as numbers: hexadecimal with or without separators, decimal in a list. And in UTF-16.
import { type Chain, separate } from './chain.js';
import { spellLineBreaks } from './line-breaks.js';
import { anyCase, exact, join, type Spelling } from './spelling.js';
import type { UnitStore } from './unit-store.js';

const hexSeparators: readonly string[] = [
  ':',
  ' ',
  '-',
  ',',
  ', ',
  '  ',
  ' 0x',
  ', 0x',
  ',0x',
  '0x',
  ' 0X',
  ', 0X',
  ',0X',
  '0X',
  '_',
  '.',
];
const decimalSeparators: readonly string[] = [',', ', ', ' ', '  ', ';', ':', '.', '-'];

export function hexChain(bytes: Buffer, store: UnitStore): Chain {
  const separator = store.take('between hexadecimal', spellHexSeparators, 'optional');
  const digits = (byte: number): string => byte.toString(16).padStart(2, '0');
  return separate(
    [...bytes].map((byte) => store.take(`hexadecimal ${byte}`, () => [anyCase(digits(byte))])),
    separator,
  );
}

/** As lists of numbers are printed: of bytes, or of code points. */
export function decimalChain(numbers: readonly number[], store: UnitStore): Chain {
  return separate(
    numbers.map((number) => store.take(`decimal ${number}`, () => [exact(number.toString())])),
    store.take('between decimal', spellDecimalSeparators),
  );
}

export function byteChain(bytes: Buffer, store: UnitStore): Chain {
  return [...bytes].map((byte) => store.take(`byte ${byte}`, () => [exact(Buffer.of(byte))]));
}

export function utf16Of(text: string, order: 'little-endian' | 'big-endian'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'little-endian' ? bytes : bytes.swap16();
}

function spellHexSeparators(): readonly Spelling[] {
  return [...hexSeparators.map(exact), ...spellLineBreaks(), exact(',\n')];
}

function spellDecimalSeparators(): readonly Spelling[] {
  const breaks = spellLineBreaks();
  const behindComma = breaks.map((one) => join([exact(','), one]));
  return [...decimalSeparators.map(exact), ...breaks, ...behindComma];
}
