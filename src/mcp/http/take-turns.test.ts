import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type TakenTurn, type Turn, TurnTaker } from './take-turns.js';

const open = (bounds: Partial<ConstructorParameters<typeof TurnTaker>[0]> = {}): TurnTaker =>
  new TurnTaker({
    requestsPerMinute: 3,
    totalRequestsPerMinute: 5,
    concurrentCalls: 2,
    totalConcurrentCalls: 3,
    ...bounds,
  });

function taken(turn: Turn): TakenTurn {
  assert.equal(turn.kind, 'taken');
  return turn;
}

function statusOf(turn: Turn): number | undefined {
  return turn.kind === 'refused' ? turn.refusal.status : undefined;
}

describe('turns', () => {
  it('are bounded for each caller and in all, and free again when they are done, once', () => {
    const turns = open();
    const [first, second] = [taken(turns.take('a', 'call')), taken(turns.take('a', 'call'))];
    assert.equal(statusOf(turns.take('a', 'call')), 429);
    taken(turns.take('b', 'call'));
    assert.equal(statusOf(turns.take('b', 'call')), 503);
    first.done();
    first.done();
    assert.equal(turns.calls, 2);
    taken(turns.take('a', 'call'));
    assert.equal(statusOf(turns.take('a', 'call')), 429);
    second.done();
    assert.equal(turns.calls, 2);
  });

  it('last as long as somebody holds them', () => {
    const turns = open();
    const turn = taken(turns.take('a', 'call'));
    const releases = [turn.hold(), turn.hold()];
    turn.done();
    for (const release of releases) {
      assert.equal(turns.calls, 1);
      release();
      release();
    }
    assert.equal(turns.calls, 0);
  });

  it('of streams are counted apart', () => {
    const turns = open();
    for (let count = 0; count < 32; count += 1) taken(turns.take('a', 'stream'));
    assert.equal(statusOf(turns.take('a', 'stream')), 429);
    taken(turns.take('a', 'call'));
    assert.deepEqual([turns.calls, turns.streams], [1, 32]);
  });
});

describe('requests', () => {
  it('are counted for each caller and in all, and what is too much is told when to come back', async () => {
    const turns = open();
    for (let count = 0; count < 3; count += 1) assert.equal(await turns.whyTooOften('a'), null);
    const own = await turns.whyTooOften('a');
    assert.match(own?.message ?? '', /this token/);
    assert.ok(Number(own?.headers?.['retry-after']) > 0 && Number(own?.headers?.['retry-after']) <= 60);
    for (let count = 0; count < 2; count += 1) assert.equal(await turns.whyTooOften('b'), null);
    assert.match((await turns.whyTooOften('c'))?.message ?? '', /all tokens/);
  });

  it('of one caller that asks too often cost the others nothing', async () => {
    const turns = open();
    for (let count = 0; count < 50; count += 1) await turns.whyTooOften('a');
    assert.equal(await turns.whyTooOften('b'), null);
  });
});
