import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../core/execution-result.js';
import type { Expectation } from './attack.js';
import { describeAnswer, problemsOf } from './judge-answer.js';
import { resultOf } from './answer.test-support.js';

const completed: Outcome = { status: 'completed', exitCode: 0, value: null };
const memory: Outcome = { status: 'limit', limit: 'memory', message: 'too much' };
const killed: Outcome = { status: 'lost', exitCode: null, signal: 'SIGSYS', message: 'killed' };
const refused = { id: 1, kind: 'refused', code: 'workspace.changed', message: 'it moved' } as const;

describe('a run of an attack', () => {
  const held: readonly [Expectation, ReturnType<typeof resultOf> | typeof refused][] = [
    [{ status: 'completed' }, resultOf(completed, 'HELD: x\n')],
    [{ status: 'limit', limit: 'memory' }, resultOf(memory)],
    [{ status: 'lost', signal: null }, resultOf(killed)],
    [{ status: 'lost', signal: 'SIGSYS' }, resultOf(killed)],
    [{ status: 'refused', code: 'workspace.changed' }, refused],
  ];
  it('was held where it ended as it may', () => {
    for (const [expected, answer] of held)
      assert.deepEqual(problemsOf(answer, [expected]), [], describeAnswer(answer));
  });

  it('was not where it ended in another way', () => {
    const one: readonly Expectation[] = [{ status: 'raised' }];
    const others: readonly Expectation[] = [
      { status: 'limit', limit: 'wall' },
      { status: 'lost', signal: 'SIGKILL' },
      { status: 'refused', code: 'workspace.refused' },
    ];
    for (const [, answer] of held) {
      assert.match(problemsOf(answer, one).join(), /^it ended as /);
      assert.match(problemsOf(answer, others).join(), /^it ended as /);
    }
  });

  it('was not where it says so, or completes and says nothing', () => {
    const expects: readonly Expectation[] = [{ status: 'completed' }, { status: 'limit', limit: 'memory' }];
    assert.deepEqual(problemsOf(resultOf(completed, 'HELD: a\nBROKE: b\nHELD: c\n'), expects), ['BROKE: b']);
    assert.deepEqual(problemsOf(resultOf(memory, 'BROKE: b\n'), expects), ['BROKE: b']);
    assert.match(
      problemsOf(resultOf(completed, 'xHELD: a\n'), expects).join(),
      /does not say that it was held/,
    );
  });

  it('was not where the gateway failed or has ended, whatever was expected', () => {
    const expects: readonly Expectation[] = [{ status: 'completed' }];
    assert.deepEqual(problemsOf(null, expects), ['the gateway has ended']);
    assert.deepEqual(problemsOf({ id: 1, kind: 'fault', message: 'x' }, expects), ['the gateway failed: x']);
  });
});
