import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble } from './assemble.js';
import { interpretFilter } from './interpret.test-support.js';
import type { Choice } from './rule.js';

function answer(bytes: Uint8Array, nr: number, first = 0n): number | string {
  const verdict = interpretFilter(bytes, { nr, arch: 0, ip: 0n, args: [first, 0n, 0n, 0n, 0n, 0n] });
  return verdict.action === 'errno' ? verdict.errno : verdict.action;
}

describe('assemble', () => {
  it('reaches targets that are farther than a conditional jump', () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index * 2);
    const cases = numbers.map((nr) => {
      const then: Choice = { on: 0, cases: [{ values: [nr, nr + 5], then: 'EINVAL' }], otherwise: 'EPERM' };
      return { values: [nr], then };
    });
    const bytes = assemble({ on: 'number', cases, otherwise: 'ENOSYS' });
    for (const nr of numbers) {
      assert.equal(answer(bytes, nr, BigInt(nr)), 22);
      assert.equal(answer(bytes, nr, BigInt(nr + 5)), 22);
      assert.equal(answer(bytes, nr, BigInt(nr + 1)), 1);
      assert.equal(answer(bytes, nr + 1), 38);
    }
  });

  it('compares without a sign, to the last value', () => {
    const bytes = assemble({
      on: 'number',
      cases: [{ values: [0, 0x7fffffff, 0x80000000, 0xffffffff], then: 'allow' }],
      otherwise: 'EPERM',
    });
    for (const nr of [0, 0x7fffffff, -0x80000000, -1]) assert.equal(answer(bytes, nr), 'allow');
    for (const nr of [1, 0x7ffffffe, -0x7fffffff, -2]) assert.equal(answer(bytes, nr), 1);
  });

  it('writes little-endian instructions of eight bytes', () => {
    assert.deepEqual([...assemble('kill-process')], [6, 0, 0, 0, 0, 0, 0, 0x80]);
  });

  it('refuses a value that stands in two cases', () => {
    const cases = [
      { values: [1], then: 'allow' },
      { values: [1], then: 'EPERM' },
    ] as const;
    assert.throws(() => assemble({ on: 'number', cases, otherwise: 'ENOSYS' }), RangeError);
  });

  it('refuses a value that the mask can never leave', () => {
    const cases = [{ values: [3], then: 'allow' }] as const;
    assert.throws(() => assemble({ on: 0, mask: 1, cases, otherwise: 'EPERM' }), RangeError);
  });

  it('refuses a filter that is longer than Linux takes', () => {
    const values = Array.from({ length: 3000 }, (_, index) => index * 2);
    assert.throws(
      () => assemble({ on: 'number', cases: [{ values, then: 'allow' }], otherwise: 'EPERM' }),
      RangeError,
    );
  });
});
