import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { argumentRules } from './argument-rules.js';
import { buildFilter } from './filter.js';
import {
  countSteps,
  interpretFilter,
  type FilterVerdict,
  type SeccompData,
} from './interpret.test-support.js';
import { errnoNumbers, type Rule, type Verdict } from './rule.js';
import { syscallNames, syscallNumber, type Architecture, type SyscallName } from './syscall-numbers.js';
import { allowed, refused } from './table.js';

type Arguments = SeccompData['args'];

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const noArguments: Arguments = [0n, 0n, 0n, 0n, 0n, 0n];
const enosys: FilterVerdict = { action: 'errno', errno: 38 };
const killed: FilterVerdict = { action: 'kill-process' };

function toFilterVerdict(verdict: Verdict): FilterVerdict {
  if (verdict === 'allow' || verdict === 'kill-process') return { action: verdict };
  return { action: 'errno', errno: errnoNumbers[verdict] };
}

/** The table read directly, without ranges, trees or BPF. */
function expected(architecture: Architecture, nr: number, args: Arguments): FilterVerdict {
  if (architecture === 'x64' && (nr & 0x40000000) !== 0) return killed;
  const name = syscallNames.find((candidate) => syscallNumber(candidate, architecture) === nr);
  if (name === undefined) return enosys;
  if (allowed.some(({ calls }) => calls.includes(name))) return { action: 'allow' };
  const group = refused.find(({ calls }) => calls.includes(name));
  if (group !== undefined) return toFilterVerdict(group.answer);
  return toFilterVerdict(decide(argumentRules[name] ?? 'ENOSYS', args));
}

function decide(rule: Rule, args: Arguments): Verdict {
  if (typeof rule === 'string') return rule;
  assert.ok(typeof rule.on === 'number', 'a rule for a call looks at arguments only');
  const value = args[rule.on] & BigInt(rule.mask ?? 0xffffffff) & 0xffffffffn;
  const found = rule.cases.find(({ values }) => values.some((candidate) => BigInt(candidate) === value));
  return decide(found === undefined ? rule.otherwise : found.then, args);
}

/** Every value that a rule compares, so that random arguments meet the rules. */
function interestingValues(rule: Rule): bigint[] {
  if (typeof rule === 'string') return [];
  const here = [rule.mask ?? 0, ...rule.cases.flatMap(({ values }) => values)].map(BigInt);
  return [
    ...here,
    ...rule.cases.flatMap(({ then }) => interestingValues(then)),
    ...interestingValues(rule.otherwise),
  ];
}

const interesting = Object.values(argumentRules).flatMap(interestingValues);
const word = fc.oneof(
  fc.constantFrom(...interesting),
  fc.bigInt({ min: 0n, max: 0xffffffffn }),
  fc.nat(32).map(BigInt),
);
const argument = fc.tuple(word, fc.oneof(fc.constant(0n), word)).map(([low, high]) => (high << 32n) | low);
const anyArguments = fc.tuple(argument, argument, argument, argument, argument, argument);

for (const architecture of ['x64', 'arm64'] as const) {
  const { bytes, instructions } = buildFilter(architecture);
  const arch = audit[architecture];
  const verdictOf = (nr: number, args = noArguments): FilterVerdict =>
    interpretFilter(bytes, { nr, arch, ip: 0n, args });
  const numbersOf = (calls: readonly SyscallName[]): number[] =>
    calls.flatMap((name) => syscallNumber(name, architecture) ?? []);
  const ruled = numbersOf(Object.keys(argumentRules) as SyscallName[]);

  describe(`the filter for ${architecture}`, () => {
    for (const { name, calls } of allowed) {
      it(`allows "${name}" whatever the arguments`, () => {
        for (const nr of numbersOf(calls)) {
          fc.assert(
            fc.property(anyArguments, (args) => verdictOf(nr, args).action === 'allow'),
            { numRuns: 20 },
          );
        }
      });
    }

    for (const { name, calls, answer } of refused) {
      it(`answers ${answer} to "${name}" whatever the arguments`, () => {
        const errno = errnoNumbers[answer];
        for (const nr of numbersOf(calls)) {
          fc.assert(
            fc.property(anyArguments, (args) => {
              assert.deepEqual(verdictOf(nr, args), { action: 'errno', errno });
            }),
            { numRuns: 20 },
          );
        }
      });
    }

    it('answers ENOSYS to every number that is not listed', () => {
      const listed = new Set(numbersOf(syscallNames));
      for (let nr = 0; nr <= 600; nr += 1)
        if (!listed.has(nr)) assert.deepEqual(verdictOf(nr), enosys, `${nr}`);
    });

    it('kills a process that calls through another architecture', () => {
      const others = [
        0x40000003,
        0x40000028,
        0,
        0xffffffff,
        architecture === 'x64' ? audit.arm64 : audit.x64,
      ];
      for (const other of others) {
        fc.assert(
          fc.property(fc.nat(600), anyArguments, (nr, args) => {
            assert.deepEqual(interpretFilter(bytes, { nr, arch: other, ip: 0n, args }), killed);
          }),
          { numRuns: 100 },
        );
      }
    });

    it('agrees with the table for random calls', () => {
      const anyNumber = fc.oneof(fc.nat(600), fc.constantFrom(...ruled), fc.integer());
      fc.assert(
        fc.property(
          anyNumber,
          anyArguments,
          fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
          (nr, args, ip) => {
            assert.deepEqual(
              interpretFilter(bytes, { nr, arch, ip, args }),
              expected(architecture, nr, args),
            );
          },
        ),
        { numRuns: 20_000 },
      );
    });

    it('is the same each time', () => {
      assert.deepEqual(buildFilter(architecture).bytes, bytes);
      assert.equal(instructions * 8, bytes.length);
    });

    it('costs a call at most 30 instructions', () => {
      fc.assert(
        fc.property(fc.oneof(fc.nat(600), fc.constantFrom(...ruled)), anyArguments, (nr, args) => {
          assert.ok(countSteps(bytes, { nr, arch, ip: 0n, args }) <= 30);
        }),
        { numRuns: 5_000 },
      );
    });
  });
}

describe('the filter for x64', () => {
  it('kills a process that makes an x32 call', () => {
    const { bytes } = buildFilter('x64');
    for (let nr = 0; nr <= 600; nr += 1) {
      const data = { nr: nr | 0x40000000, arch: audit.x64, ip: 0n, args: noArguments };
      assert.deepEqual(interpretFilter(bytes, data), killed);
    }
  });
});
