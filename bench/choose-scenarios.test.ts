import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseScenarios } from './choose-scenarios.js';

const all = ['a', 'b', 'c'].map((name) => ({
  name,
  title: name,
  measure: () => Promise.resolve({ rows: [], notes: [] }),
}));

describe('--only', () => {
  it('leaves the order alone, and means all where it is not given', () => {
    assert.deepEqual(
      chooseScenarios(all, ['c', 'a']).map(({ name }) => name),
      ['a', 'c'],
    );
    assert.equal(chooseScenarios(all, []).length, 3);
  });

  it('names what there is where a name is wrong', () => {
    assert.throws(() => chooseScenarios(all, ['a', 'd']), {
      code: 'usage.invalid',
      hint: 'use one of: a, b, c',
    });
  });
});
