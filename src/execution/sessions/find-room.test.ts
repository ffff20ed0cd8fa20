import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Caller, toCaller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { parseSessionId, type SessionId } from '../../core/names.js';
import { findRoom } from './find-room.js';

const [one, other] = [toCaller('one'), toCaller('other')];
const bounds = { most: 4, mostPerCaller: 2 };

interface Fake {
  readonly id: SessionId;
  readonly caller: Caller;
  readonly isBusy: boolean;
  readonly lastUsedMs: number;
}

const idle = (name: string, caller: Caller, lastUsedMs = 0): Fake => ({
  id: parseSessionId(name),
  caller,
  isBusy: false,
  lastUsedMs,
});
const busy = (name: string, caller: Caller): Fake => ({ ...idle(name, caller), isBusy: true });
const from = (caller: Caller, forkedFrom: SessionId | null = null) => ({ caller, forkedFrom });

function closed(open: readonly Fake[], wanted = from(one), wide = bounds, coming = [wanted]): string {
  const room = findRoom(open, coming, wanted, wide);
  return room.kind === 'there' ? 'none' : room.session.id;
}

const isBusyError = (pattern: RegExp) => (error: unknown) =>
  error instanceof PymcpError && error.code === 'session.busy' && pattern.test(error.message);

describe('findRoom', () => {
  it('has room below both bounds', () => {
    assert.equal(closed([idle('a', one), idle('b', other), idle('c', other)]), 'none');
  });

  it("closes the caller's own oldest idle one at the bound of a caller, though the gateway has room", () => {
    assert.equal(closed([idle('a', one, 5), idle('b', one, 3)]), 'b');
    assert.equal(closed([busy('a', one), idle('b', one, 9)]), 'b');
  });

  it('lets nobody hold all sessions: another still finds room', () => {
    assert.equal(closed([idle('a', one), idle('b', one)], from(other)), 'none');
  });

  it("never closes another's, at the bound of all", () => {
    const open = [idle('a', other), idle('b', other), busy('c', one), idle('d', toCaller('third'))];
    assert.throws(() => closed(open), isBusyError(/^4 sessions are open/));
    assert.equal(closed([...open, idle('e', one)], from(one), { most: 4, mostPerCaller: 3 }), 'e');
  });

  it('refuses where all of the caller are busy, and says whose bound it is', () => {
    assert.throws(
      () => closed([busy('a', one), busy('b', one)]),
      isBusyError(/^2 sessions of yours are open/),
    );
  });

  it('does not close what is being copied', () => {
    const source = idle('a', one, 1);
    assert.equal(closed([source, idle('b', one, 2)], from(one, source.id)), 'b');
    assert.throws(
      () => closed([source], from(one, source.id), { most: 1, mostPerCaller: 1 }),
      isBusyError(/^1 sessions/),
    );
  });

  it('counts those that are being made, of all and of the caller', () => {
    const wanted = from(one);
    assert.throws(() => closed([], wanted, bounds, [wanted, from(one), from(one)]), isBusyError(/of yours/));
    assert.equal(closed([idle('a', one)], wanted, bounds, [wanted, from(one)]), 'a');
    const three = [from(other), from(other), from(other)];
    assert.equal(closed([idle('a', one)], wanted, bounds, [wanted, ...three]), 'a');
  });

  it('is not fooled by a bound of a caller above that of all', () => {
    assert.equal(
      closed([idle('a', one, 2), idle('b', one, 1)], from(one), { most: 2, mostPerCaller: 9 }),
      'b',
    );
  });
});
