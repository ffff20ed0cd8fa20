import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackOn, findingOf, resultFor } from './judged.test-support.js';
import { judgeAll, type PromiseRow, tallyPromises } from './tally-promises.js';

/** As claimed, and with every limit enforced. */
const judgedAs = (rows: readonly PromiseRow[]): string[] =>
  (['claimed', 'enforced'] as const).map((wanted) => judgeAll(rows, wanted));

const one = attackOn('jail.kernel', 'one', ['landlock']);
const two = attackOn('jail.kernel', 'two', ['landlock', 'seccomp']);
const memory = attackOn('limit.memory', 'three', ['cgroup', 'watchdog']);
const good = [findingOf('landlock'), findingOf('control-groups'), findingOf('memory', { level: 'enforced' })];
const noLandlock = findingOf('landlock', { state: 'degraded', detail: 'too old', fix: 'upgrade' });

describe('promises', () => {
  it('are held where all attacks on them were', () => {
    const rows = tallyPromises(
      [one, two, memory],
      [one, two, memory].map((attack) => resultFor(attack)),
      good,
    );
    assert.deepEqual(
      rows.map(({ promise, verdict, held }) => [promise, verdict, held]),
      [
        ['jail.kernel', 'held', 2],
        ['limit.memory', 'held', 1],
      ],
    );
    assert.deepEqual(judgedAs(rows), ['held', 'held']);
  });

  it('are not where one was not', () => {
    const rows = tallyPromises([one, two], [resultFor(one), resultFor(two, 'it got out')], good);
    assert.deepEqual(
      rows.map(({ verdict, held }) => [verdict, held]),
      [['not held', 1]],
    );
    assert.deepEqual(judgedAs(rows), ['not held', 'not held']);
  });

  it('are not where one was not tried, or none was there to be tried', () => {
    const rows = tallyPromises([one, two], [resultFor(one)], good);
    assert.deepEqual(
      rows.map(({ verdict, held }) => [verdict, held]),
      [['not held', 1]],
    );
    assert.deepEqual(judgedAs([]), ['not held', 'not held']);
  });

  it('cannot be enforced where this machine has none of what would stop it, with the reason and the fix', () => {
    const [row] = tallyPromises([one], [resultFor(one, 'it got out')], [noLandlock]);
    assert.equal(row?.verdict, 'not enforceable here');
    assert.deepEqual(row.gaps, [{ what: 'landlock', why: 'too old', fix: 'upgrade' }]);
    assert.deepEqual(judgedAs([row]), ['not enforceable here', 'not held']);
  });

  it('are not held where something that is there should have stopped it', () => {
    const rows = tallyPromises([two], [resultFor(two, 'it got out')], [noLandlock]);
    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ['not held'],
    );
  });

  it('are held weakly by less than the kernel, and not enforceable by nothing', () => {
    const watched = findingOf('memory', {
      state: 'degraded',
      level: 'watched',
      detail: 'no group',
      fix: 'delegate',
    });
    const [row] = tallyPromises([memory], [resultFor(memory)], [watched]);
    assert.equal(row?.verdict, 'weak');
    assert.deepEqual(judgedAs([row]), ['held', 'not held']);
    const nothing = findingOf('memory', { state: 'degraded', level: 'not available' });
    assert.deepEqual(
      tallyPromises([memory], [resultFor(memory)], [nothing]).map(({ verdict }) => verdict),
      ['not enforceable here'],
    );
    assert.deepEqual(
      tallyPromises([memory], [resultFor(memory, 'it took all')], [nothing]).map(({ verdict }) => verdict),
      ['not held'],
    );
  });
});
