import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PymcpError } from './errors.js';
import {
  defaultLimits,
  defaultTotalLimits,
  limitBounds,
  parseLimits,
  toCpuSeconds,
  type WantedLimits,
} from './limits.js';

const names = Object.keys(limitBounds) as (keyof typeof limitBounds)[];

const isRefusal = (error: unknown): boolean =>
  error instanceof PymcpError && error.code === 'input.limit-invalid' && error.hint !== '';

describe('parseLimits', () => {
  it('gives the default limits where nothing is wanted', () => {
    assert.deepEqual(parseLimits({}), defaultLimits);
  });

  it('replaces what is wanted and nothing else', () => {
    assert.deepEqual(parseLimits({ wallMs: 1234 }), { ...defaultLimits, wallMs: 1234 });
    assert.deepEqual(parseLimits({ cpus: 0.5, pids: 9 }), { ...defaultLimits, cpus: 0.5, pids: 9 });
  });

  it('never lets an undefined hide a default', () => {
    const loose = { wallMs: undefined } as unknown as WantedLimits;
    assert.deepEqual(parseLimits(loose), defaultLimits);
  });

  it('takes both ends of each bound and nothing beyond', () => {
    for (const name of names) {
      const { least, most } = limitBounds[name];
      for (const value of [least, most]) assert.equal(parseLimits({ [name]: value })[name], value);
      const beyond = [least - 1, least * 0.99, most + 1, most * 1.01, 0, -1, -0, NaN, Infinity, -Infinity];
      for (const value of beyond) {
        assert.throws(() => parseLimits({ [name]: value }), isRefusal, `${name} ${value}`);
      }
    }
  });

  it('takes whole bytes, milliseconds and processes only, and parts of processors', () => {
    for (const name of ['memoryBytes', 'wallMs', 'pids'] as const) {
      assert.throws(() => parseLimits({ [name]: limitBounds[name].least + 0.5 }), isRefusal);
    }
    assert.equal(parseLimits({ cpus: 1.25 }).cpus, 1.25);
  });

  it('refuses what is no number at all', () => {
    for (const value of ['5000', null, {}, [5000], true, 5000n]) {
      assert.throws(() => parseLimits({ wallMs: value as unknown as number }), isRefusal);
    }
  });

  it('accepts exactly the whole numbers within bounds', () => {
    fc.assert(
      fc.property(fc.double(), (wallMs) => {
        const { least, most } = limitBounds.wallMs;
        const isFine = Number.isInteger(wallMs) && wallMs >= least && wallMs <= most;
        if (isFine) assert.equal(parseLimits({ wallMs }).wallMs, wallMs);
        else assert.throws(() => parseLimits({ wallMs }), isRefusal);
      }),
    );
  });
});

describe('the default limits', () => {
  it('hold the environment to 1 GB and 2 processors', () => {
    assert.deepEqual([defaultTotalLimits.memoryBytes, defaultTotalLimits.cpus], [1024 * 1024 * 1024, 2]);
  });

  it('give one sandbox less than the environment, and lie within their own bounds', () => {
    for (const name of ['memoryBytes', 'cpus', 'pids'] as const) {
      assert.ok(defaultLimits[name] < defaultTotalLimits[name]);
    }
    assert.deepEqual(parseLimits(defaultLimits), defaultLimits);
    for (const value of Object.values(defaultLimits)) assert.ok(value > 0);
  });
});

describe('toCpuSeconds', () => {
  it('gives processor time for the whole wall time on every processor, and never none', () => {
    const cpuSeconds = (wallMs: number, cpus: number): number =>
      toCpuSeconds({ ...defaultLimits, wallMs, cpus });
    assert.equal(cpuSeconds(10_000, 2), 25);
    assert.equal(cpuSeconds(10_000, 0.5), 15);
    assert.equal(cpuSeconds(1, 0.1), 6);
    assert.equal(cpuSeconds(1500, 1), 7);
  });
});
