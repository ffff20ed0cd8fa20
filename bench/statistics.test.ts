import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarize } from './statistics.js';

describe('a summary of samples', () => {
  it('has the median, the 95th percentile and the least', () => {
    const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(summarize(samples), { rounds: 100, p50: 50, p95: 95, min: 1 });
  });

  it('is the sample itself where there is one', () => {
    assert.deepEqual(summarize([7]), { rounds: 1, p50: 7, p95: 7, min: 7 });
  });
});
