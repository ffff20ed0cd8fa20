// Arguments for every branch of every argument rule, derived from the rules themselves: a rule that is added is probed
// without further doing. For each branch its values, their neighbours, single bits of a mask and, since the kernel looks at
// 32 bits, the same with bits above.
import { argumentRules } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import type { Choice, Rule } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { baseArguments } from './base-arguments.js';
import { type Right, withNumbers } from './probe.js';

export interface Vector {
  readonly name: SyscallName;
  readonly number: number;
  readonly words: readonly string[];
  /** `allow`, or what the rule answers. */
  readonly verdict: string;
  /** Whom the kernel would answer otherwise than the filter does. */
  readonly right: Right;
}

/** Nothing, one bit in the middle, all of them: what may stand above the 32 bits that count. */
const highWords = [0n, 1n << 40n, 0xffffffffn << 32n] as const;
const edges = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff] as const;

export const vectors: readonly Vector[] = withNumbers(Object.keys(argumentRules) as SyscallName[]).flatMap(
  ([name, number]) => {
    const rule = argumentRules[name];
    if (rule === undefined) return [];
    const { words, right = 'none' } = baseArguments[name] ?? { words: [] };
    const base = Array.from({ length: 6 }, (_, index) => BigInt.asUintN(64, words[index] ?? -1n));
    return highWords
      .flatMap((high) => branches(rule, base, high))
      .map((branch) => ({
        name,
        number,
        words: branch.words.map(String),
        verdict: branch.verdict,
        right,
      }));
  },
);

interface Branch {
  readonly words: readonly bigint[];
  readonly verdict: string;
}

function branches(rule: Rule, words: readonly bigint[], high: bigint): Branch[] {
  if (typeof rule === 'string') return [{ words, verdict: rule }];
  return valuesOf(rule).flatMap(([value, then]) =>
    branches(then, withField(rule, words, BigInt(value) | high), high),
  );
}

/** Every value that is named, and with each some that are not. */
function valuesOf({ cases, mask = 0xffffffff, otherwise }: Choice): [number, Rule][] {
  const named = new Map(
    cases.flatMap(({ values, then }) => values.map((value) => [value >>> 0, then] as const)),
  );
  const near = [...named.keys()].flatMap((value) => [value - 1, value + 1]);
  const bits = mask === 0xffffffff ? [] : Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0);
  const others = [...near, ...bits, ...edges, mask]
    .map((value) => (value & mask) >>> 0)
    .filter((value) => !named.has(value));
  return [...named, ...[...new Set(others)].map((value): [number, Rule] => [value, otherwise])];
}

/** Bits outside of the mask are those of the base: they decide what the kernel says. */
function withField({ on, mask = 0xffffffff }: Choice, words: readonly bigint[], value: bigint): bigint[] {
  if (typeof on !== 'number') throw new TypeError(`an argument rule looks at ${on}`);
  return words.map((word, index) => (index === on ? value | (word & BigInt(~mask >>> 0)) : word));
}
