import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { parseSessionId } from '../../core/names.js';
import { EndedSessions } from './ended-sessions.js';

const [one, other] = [toCaller('one'), toCaller('other')];

describe('ended sessions', () => {
  it('are told to their caller alone, the latest first, until it has gone', () => {
    const ended = new EndedSessions();
    for (const id of ['s1', 's2']) ended.add(one, { id: parseSessionId(id), reason: `${id} is gone` });
    assert.deepEqual(
      ended.listOf(one).map(({ reason }) => reason),
      ['s2 is gone', 's1 is gone'],
    );
    assert.equal(ended.reasonOf(other, parseSessionId('s1')), null);
    assert.deepEqual(ended.listOf(other), []);
    ended.forget(one);
    assert.deepEqual(ended.listOf(one), []);
  });

  it('are forgotten beyond the latest 64 of a caller', () => {
    const ended = new EndedSessions();
    for (let number = 0; number < 100; number += 1)
      ended.add(one, { id: parseSessionId(`s${number}`), reason: 'gone' });
    assert.equal(ended.listOf(one).length, 64);
    assert.equal(ended.reasonOf(one, parseSessionId('s35')), null);
    assert.equal(ended.reasonOf(one, parseSessionId('s36')), 'gone');
  });
});
