import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openScale } from './scale.js';

const logarithmic = { scale: 'logarithmic' } as const;

describe('a scale', () => {
  it('names powers of ten where there are several, and finer values where there are few', () => {
    assert.deepEqual(openScale(logarithmic, [1, 1e4], [0, 100]).ticks, [1, 10, 100, 1000, 10000]);
    assert.deepEqual(openScale(logarithmic, [12, 90], [0, 100]).ticks, [20, 50, 100]);
  });

  it('has no more names than there is room for', () => {
    assert.ok(openScale(logarithmic, [1e-9, 1e15], [0, 100]).ticks.length <= 7);
    assert.ok(openScale({ scale: 'linear' }, [-1, 1234], [0, 100]).ticks.length <= 7);
  });

  it('names powers of two of bytes', () => {
    const { ticks } = openScale({ ...logarithmic, round: 'binary' }, [500, 70_000], [0, 100]);
    assert.ok(ticks.length >= 3);
    assert.ok(ticks.every((tick) => Number.isInteger(Math.log2(tick))));
  });

  it('names something where all values are the same', () => {
    for (const value of [2, 7, 1000, 0.3])
      assert.ok(openScale(logarithmic, [value, value], [0, 100]).ticks.length > 0, String(value));
  });

  it('holds no value that has no place, and is there for none', () => {
    const scale = openScale(logarithmic, [0, -3, Number.NaN], [0, 100]);
    assert.ok(!scale.holds(0) && !scale.holds(Number.NaN) && scale.holds(5));
    assert.ok(Number.isFinite(scale.place(5)));
  });
});
