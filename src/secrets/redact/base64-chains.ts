// A secret within base64 or base64url, at each of the three places where it can begin in a group of three bytes. A character that
// the secret shares with its neighbours may be any that has the secret's bits: it stands there always, and is masked too.
import { type Chain, separate } from './chain.js';
import { spellLineBreaks } from './line-breaks.js';
import { exact, type Spelling } from './spelling.js';
import type { Unit } from './unit.js';
import type { UnitStore } from './unit-store.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64Chains(bytes: Buffer, store: UnitStore): readonly Chain[] {
  const lineBreak = store.take('line break', spellLineBreaks, 'optional');
  return [0, 1, 2].map((before) => separate(charactersOf(bytes, before, store), lineBreak));
}

/** @param before how many bytes of the group are somebody else's */
function charactersOf(bytes: Buffer, before: number, store: UnitStore): readonly Unit[] {
  const from = Math.floor((8 * before) / 6);
  const until = Math.ceil((8 * (before + bytes.length)) / 6);
  // What is not the secret's is 0 in one and 1 in the other: a bit that is the same in both is the secret's.
  const [zeros, ones] = [0x00, 0xff].map((filler) =>
    Buffer.concat([Buffer.alloc(before, filler), bytes, Buffer.alloc(3, filler)]),
  );
  return [...Array(until - from).keys()].map((index) => {
    const [low, high] = [sextet(zeros, from + index), sextet(ones, from + index)];
    return store.take(`base64 ${low} ${high}`, () => valuesBetween(low, high).flatMap(spellSextet));
  });
}

function sextet(bytes: Buffer | undefined, index: number): number {
  const bit = 6 * index;
  const byte = bit >> 3;
  return (((bytes?.readUInt16BE(byte) ?? 0) << (bit & 7)) >> 10) & 0x3f;
}

/** All that agree with both in the bits in which these agree. */
function valuesBetween(low: number, high: number): readonly number[] {
  const isFixed = ~(low ^ high) & 0x3f;
  return [...Array(64).keys()].filter((value) => (value & isFixed) === (low & isFixed));
}

function spellSextet(value: number): readonly Spelling[] {
  if (value === 62)
    return ['+', '-', '%2B', '%2b', '%252B', '\\u002B', '\\u002b', '&#43;', '&#x2B;', '&plus;'].map(exact);
  if (value === 63)
    return [
      '/',
      '_',
      '%2F',
      '%2f',
      '%252F',
      '\\/',
      '\\\\/',
      '\\u002F',
      '\\u002f',
      '&#47;',
      '&#x2F;',
      '&sol;',
    ].map(exact);
  return [exact(alphabet.charAt(value))];
}
