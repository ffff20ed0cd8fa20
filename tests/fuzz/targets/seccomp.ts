// The assembler of the filter: what an interpreter of classic BPF does with the bytes is what the rules say, read directly.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentRules } from '../../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import { assemble } from '../../../src/sandbox/backends/bubblewrap/seccomp/assemble.js';
import { buildFilter } from '../../../src/sandbox/backends/bubblewrap/seccomp/filter.js';
import {
  type FilterVerdict,
  interpretFilter,
  type SeccompData,
} from '../../../src/sandbox/backends/bubblewrap/seccomp/interpret.test-support.js';
import {
  type Choice,
  errnoNumbers,
  type Field,
  type Rule,
  type Verdict,
} from '../../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import {
  type Architecture,
  type SyscallName,
  syscallNames,
  syscallNumber,
} from '../../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { allowed, refused } from '../../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';

const auditArchitectures = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const ways = ['allow', 'errno', 'kill-process'];

function toFilterVerdict(verdict: Verdict): FilterVerdict {
  if (verdict === 'allow' || verdict === 'kill-process') return { action: verdict };
  return { action: 'errno', errno: errnoNumbers[verdict] };
}

/** A rule read as its type says: nothing of ranges, of searches or of BPF. */
function decide(rule: Rule, data: SeccompData): Verdict {
  if (typeof rule === 'string') return rule;
  const value = BigInt.asUintN(32, fieldOf(rule.on, data)) & BigInt(rule.mask ?? 0xffffffff);
  const found = rule.cases.find(({ values }) => values.some((candidate) => BigInt(candidate) === value));
  return decide(found === undefined ? rule.otherwise : found.then, data);
}

function fieldOf(field: Field, { nr, arch, args }: SeccompData): bigint {
  if (field === 'number') return BigInt(nr);
  return field === 'architecture' ? BigInt(arch) : args[field];
}

/** The whole table read directly. */
function decideCall(architecture: Architecture, data: SeccompData): Verdict {
  const { nr, arch } = data;
  if (arch >>> 0 !== auditArchitectures[architecture]) return 'kill-process';
  if (architecture === 'x64' && (nr & 0x40000000) !== 0) return 'kill-process';
  const name = namesByNumber[architecture].get(nr);
  if (name === undefined) return 'ENOSYS';
  if (allowed.some(({ calls }) => calls.includes(name))) return 'allow';
  const group = refused.find(({ calls }) => calls.includes(name));
  return group === undefined ? decide(argumentRules[name] ?? 'ENOSYS', data) : group.answer;
}

const toNames = (architecture: Architecture): ReadonlyMap<number, SyscallName> =>
  new Map(
    syscallNames.flatMap((name) => {
      const number = syscallNumber(name, architecture);
      return number === undefined ? [] : [[number, name] as const];
    }),
  );
const namesByNumber = { x64: toNames('x64'), arm64: toNames('arm64') } as const;

function comparedValues(rule: Rule): number[] {
  if (typeof rule === 'string') return [];
  const inner = [...rule.cases.map(({ then }) => then), rule.otherwise].flatMap(comparedValues);
  return [rule.mask ?? 0, ...rule.cases.flatMap(({ values }) => values), ...inner];
}

/** The edges of 32 bits, and each value that a rule compares with its neighbours. */
const edges = [0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const word = (near: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof(
    fc
      .constantFrom(...near, ...edges)
      .chain((value) => fc.constantFrom(-1, 0, 1).map((step) => (value + step) >>> 0)),
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.nat({ max: 64 }),
    fc
      .tuple(fc.constantFrom(...near, ...edges), fc.nat({ max: 31 }))
      .map(([value, bit]) => (value ^ (1 << bit)) >>> 0),
  );

function anyCall(
  numbers: readonly number[],
  architectures: readonly number[],
  near: readonly number[],
): fc.Arbitrary<SeccompData> {
  const argument = fc
    .tuple(word(near), fc.oneof(fc.constant(0), word(near)))
    .map(([low, high]) => (BigInt(high) << 32n) | BigInt(low));
  return fc.record({
    nr: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...numbers) },
      { weight: 1, arbitrary: word(numbers).map((value) => value | 0) },
    ),
    arch: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...architectures) },
      { weight: 1, arbitrary: word(architectures) },
    ),
    ip: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    args: fc.tuple(argument, argument, argument, argument, argument, argument),
  });
}

function tableTarget(architecture: Architecture): FuzzTarget {
  const { bytes } = buildFilter(architecture);
  const ruled = Object.keys(argumentRules).flatMap(
    (name) => syscallNumber(name as SyscallName, architecture) ?? [],
  );
  const numbers = [...namesByNumber[architecture].keys(), ...ruled, ...ruled, ...ruled];
  const near = [...new Set(Object.values(argumentRules).flatMap(comparedValues))];
  const arbitrary = anyCall(numbers, [auditArchitectures[architecture]], near);
  return fuzzTarget({ name: `the filter of ${architecture}`, inputs: 2500, ways, arbitrary }, (data) => {
    const verdict = interpretFilter(bytes, data);
    assert.deepEqual(verdict, toFilterVerdict(decideCall(architecture, data)));
    return verdict.action;
  });
}

const verdicts: readonly Verdict[] = ['allow', 'kill-process', 'EPERM', 'ENOSYS', 'EINVAL', 'EAFNOSUPPORT'];
const leaf = fc.constantFrom(...verdicts);
const field = fc.constantFrom<Field>('architecture', 'number', 0, 1, 2, 3, 4, 5);

/** Any tree that the types allow. */
const { rule: anyRule } = fc.letrec<{ rule: Rule; choice: Choice }>((tie) => ({
  rule: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('choice')),
  choice: fc
    .record({
      on: field,
      mask: fc.option(word([0xff, 0x40000000]), { nil: undefined }),
      values: fc.uniqueArray(word([8, 9, 10]), { maxLength: 12 }),
      cases: fc.array(fc.tuple(fc.nat({ max: 3 }), tie('rule')), { minLength: 1, maxLength: 4 }),
      otherwise: tie('rule'),
    })
    .map(({ on, mask, values, cases, otherwise }) => toChoice(on, mask, values, cases, otherwise)),
}));

/** Each value in one case, and only values that the mask can leave. */
function toChoice(
  on: Field,
  mask: number | undefined,
  values: readonly number[],
  cases: readonly (readonly [number, Rule])[],
  otherwise: Rule,
): Choice {
  const possible = [...new Set(values.map((value) => (value & (mask ?? 0xffffffff)) >>> 0))];
  const split = cases.map(([, then], index) => ({
    values: possible.filter((_, at) => at % cases.length === index),
    then,
  }));
  return { on, ...(mask === undefined ? {} : { mask }), cases: split, otherwise };
}

export const seccompTargets: readonly FuzzTarget[] = [
  tableTarget('x64'),
  tableTarget('arm64'),
  fuzzTarget(
    {
      name: 'any rules assembled',
      inputs: 500,
      ways,
      arbitrary: anyRule.chain((rule) => {
        const near = [...new Set([...comparedValues(rule), 1])];
        return fc.tuple(
          fc.constant(rule),
          fc.array(anyCall(near, near, near), { minLength: 1, maxLength: 6 }),
        );
      }),
    },
    ([rule, calls]) => {
      const bytes = assemble(rule);
      const met = calls.map((data) => {
        const verdict = interpretFilter(bytes, data);
        assert.deepEqual(verdict, toFilterVerdict(decide(rule, data)));
        return verdict.action;
      });
      return met.at(-1) ?? '';
    },
  ),
];
