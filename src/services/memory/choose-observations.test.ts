import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseObservations, type Size } from './choose-observations.js';

const sizes = (from: number, count: number, bytes: number): readonly Size[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index, bytes }));
const none: ReadonlySet<number> = new Set();

describe('the observations that an answer has room for', () => {
  it('are all of them where there is room', () => {
    assert.deepEqual(
      chooseObservations([sizes(1, 2, 10), [], sizes(3, 1, 10)], 1_000, none).toSorted(),
      [1, 2, 3],
    );
  });

  it('are the newest of each entity, and before them those that were searched for', () => {
    assert.deepEqual(chooseObservations([sizes(1, 9, 900)], 3_000, none), [9, 8, 7]);
    assert.deepEqual(chooseObservations([sizes(1, 9, 900)], 3_000, new Set([2, 5])), [5, 2, 9]);
  });

  it('are shared out: the first entity does not take the room of the others', () => {
    const many = Array.from({ length: 20 }, (_, index) => sizes(1 + index * 1_000, 900, 900));
    const chosen = chooseObservations(many, 1_000_000, none);
    const counts = many.map((own) => own.filter(({ id }) => chosen.includes(id)).length);
    assert.equal(Math.max(...counts), Math.min(...counts));
  });

  it('leave what one entity does not need to those that follow', () => {
    const chosen = chooseObservations([sizes(1, 1, 100), sizes(10, 500, 900)], 100_000, none);
    assert.equal(chosen.length, 1 + 99);
  });

  it('are never more than there is room for, however little that is', () => {
    assert.deepEqual(chooseObservations([sizes(1, 3, 16_384)], 100, none), []);
    assert.deepEqual(chooseObservations([sizes(1, 3, 10)], -1, none), []);
  });
});
