import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentReasons } from './argument-reasons.js';
import { argumentRules } from './argument-rules.js';
import { syscallNames, syscallNumber, type SyscallName } from './syscall-numbers.js';
import { allowed, refused } from './table.js';

const allowedCalls = allowed.flatMap(({ calls }) => calls);
const refusedCalls = refused.flatMap(({ calls }) => calls);
const ruledCalls = Object.keys(argumentRules) as SyscallName[];
const decided = [...allowedCalls, ...refusedCalls, ...ruledCalls];

describe('the table of system calls', () => {
  it('decides each call in one place only', () => {
    const twice = decided.filter((name, index) => decided.indexOf(name) !== index);
    assert.deepEqual(twice, []);
  });

  it('decides every call whose number is known', () => {
    assert.deepEqual(decided.toSorted(), syscallNames.toSorted());
  });

  it('gives each name a number on at least one architecture', () => {
    const without = decided.filter(
      (name) => syscallNumber(name, 'x64') === undefined && syscallNumber(name, 'arm64') === undefined,
    );
    assert.deepEqual(without, []);
  });

  for (const architecture of ['x64', 'arm64'] as const) {
    it(`gives no number to two names on ${architecture}`, () => {
      const numbers = syscallNames.flatMap((name) => syscallNumber(name, architecture) ?? []);
      assert.equal(new Set(numbers).size, numbers.length);
    });
  }

  it('knows the same number on both architectures from 424 up', () => {
    for (const name of syscallNames) {
      const x64 = syscallNumber(name, 'x64') ?? 0;
      if (x64 >= 424) assert.equal(syscallNumber(name, 'arm64'), x64, name);
    }
  });

  it('numbers calls as the kernel does', () => {
    // Spot checks by hand against syscall(2) tables, among them calls that differ most between the two.
    const known: [SyscallName, number, number | undefined][] = [
      ['read', 0, 63],
      ['open', 2, undefined],
      ['ioctl', 16, 29],
      ['socket', 41, 198],
      ['clone', 56, 220],
      ['execve', 59, 221],
      ['ptrace', 101, 117],
      ['mount', 165, 40],
      ['openat', 257, 56],
      ['unshare', 272, 97],
      ['seccomp', 317, 277],
      ['bpf', 321, 280],
      ['clone3', 435, 435],
    ];
    for (const [name, x64, arm64] of known) {
      assert.deepEqual([syscallNumber(name, 'x64'), syscallNumber(name, 'arm64')], [x64, arm64], name);
    }
  });

  it('says in one sentence why each group is what it is', () => {
    for (const { name, reason } of [...allowed, ...refused]) assert.match(reason, /^\S.+\.$/, name);
    for (const { calls, reason } of argumentReasons) assert.match(reason, /^\S.+\.$/, calls[0]);
  });

  it('has one reason for each call whose arguments decide', () => {
    assert.deepEqual(argumentReasons.flatMap(({ calls }) => calls).sort(), ruledCalls.toSorted());
  });
});
