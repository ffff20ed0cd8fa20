import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackOn, findingOf, groundOf, resultFor } from './judged.test-support.js';
import type { Attack } from './attack.js';
import { isTriedHere, judgeAll, type PromiseRow, tallyPromises } from './tally-promises.js';

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
      groundOf(good),
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
    const rows = tallyPromises([one, two], [resultFor(one), resultFor(two, 'it got out')], groundOf(good));
    assert.deepEqual(
      rows.map(({ verdict, held }) => [verdict, held]),
      [['not held', 1]],
    );
    assert.deepEqual(judgedAs(rows), ['not held', 'not held']);
  });

  it('are not where one was not tried, or none was there to be tried', () => {
    const rows = tallyPromises([one, two], [resultFor(one)], groundOf(good));
    assert.deepEqual(
      rows.map(({ verdict, held }) => [verdict, held]),
      [['not held', 1]],
    );
    assert.deepEqual(judgedAs([]), ['not held', 'not held']);
  });

  it('cannot be enforced where this machine has none of what would stop it, with the reason and the fix', () => {
    const [row] = tallyPromises([one], [resultFor(one, 'it got out')], groundOf([noLandlock]));
    assert.equal(row?.verdict, 'not enforceable here');
    assert.deepEqual(row.gaps, [{ what: 'landlock', why: 'too old', fix: 'upgrade' }]);
    assert.deepEqual(judgedAs([row]), ['not enforceable here', 'not held']);
  });

  it('are not held where something that is there should have stopped it', () => {
    const rows = tallyPromises([two], [resultFor(two, 'it got out')], groundOf([noLandlock]));
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
    const [row] = tallyPromises([memory], [resultFor(memory)], groundOf([watched]));
    assert.equal(row?.verdict, 'weak');
    assert.deepEqual(judgedAs([row]), ['held', 'not held']);
    const nothing = findingOf('memory', { state: 'degraded', level: 'not available' });
    assert.deepEqual(
      tallyPromises([memory], [resultFor(memory)], groundOf([nothing])).map(({ verdict }) => verdict),
      ['not enforceable here'],
    );
    assert.deepEqual(
      tallyPromises([memory], [resultFor(memory, 'it took all')], groundOf([nothing])).map(
        ({ verdict }) => verdict,
      ),
      ['not held'],
    );
  });

  it('cannot be enforced where the backend cannot be asked for what an attack needs, with the reason', () => {
    const { header, ...attack } = one;
    const inFolder: Attack = { ...attack, header: { ...header, workspace: 'writable' } };
    const ground = groundOf(good, 'contained');
    assert.deepEqual([isTriedHere(inFolder, ground), isTriedHere(one, ground)], [false, true]);
    const [row] = tallyPromises([inFolder, two], [resultFor(two)], ground);
    assert.deepEqual([row?.verdict, row?.held, row?.attacks.length], ['not enforceable here', 1, 2]);
    assert.match(
      row?.attacks[0]?.result.problems[0] ?? '',
      /^it was not run: contained cannot show a workspace$/,
    );
    assert.match(row?.gaps[0]?.why ?? '', /^contained cannot show a workspace: .*masked/);
    assert.deepEqual(judgedAs(row === undefined ? [] : [row]), ['not enforceable here', 'not held']);
  });
});
