import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../core/execution-result.js';
import { limitNames } from '../core/isolation.js';
import { defaultLimits } from '../core/limits.js';
import type { SandboxEnd } from '../sandbox/backend-contract.js';
import type { ChannelEvent } from '../sandbox/channel/channel-event.js';
import type { Cause } from './cause.js';
import { settleOutcome } from './settle-outcome.js';

const left: SandboxEnd = {
  exitCode: 0,
  signal: null,
  withTemplate: false,
  limit: null,
  cpuMs: null,
  peakMemoryBytes: null,
  pidsRefused: 0,
  createdProtected: [],
  leftovers: [],
};
const killed: SandboxEnd = { ...left, exitCode: null, signal: 'SIGKILL' };
const outOfMemory: SandboxEnd = { ...killed, limit: 'memory' };
const unknown: SandboxEnd = { ...left, exitCode: null };

const events: readonly ChannelEvent[] = [
  { type: 'completed', value: '42', valueCharacters: 2, exitCode: null },
  { type: 'raised', name: 'ValueError', message: 'm', traceback: 't' },
  { type: 'ready', landlockAbi: 7, pid: 2 },
  { type: 'refused', layer: 'mounts', reason: 'EPERM' },
  { type: 'closed' },
  { type: 'violation', reason: 'a frame that is no message' },
];

const answer = (event: ChannelEvent): Cause => ({ kind: 'answer', event });
const settle = (cause: Cause, end: SandboxEnd): Outcome => settleOutcome(cause, end, defaultLimits);

function messageOf(outcome: Outcome): string {
  assert.ok('message' in outcome);
  return outcome.message;
}

describe('settleOutcome', () => {
  it('takes the value from the guest and the exit code from the host', () => {
    const cause = answer({ type: 'completed', value: '42', valueCharacters: 2, exitCode: null });
    assert.deepEqual(settle(cause, { ...left, exitCode: 3 }), {
      status: 'completed',
      exitCode: 3,
      value: '42',
    });
    const none = answer({ type: 'completed', value: null, valueCharacters: 0, exitCode: null });
    assert.deepEqual(settle(none, left), { status: 'completed', exitCode: 0, value: null });
  });

  it('calls lost what answered and then had to be killed', () => {
    const cause = answer({ type: 'completed', value: '42', valueCharacters: 2, exitCode: null });
    for (const end of [killed, unknown]) assert.equal(settle(cause, end).status, 'lost');
  });

  it('takes the signal for used up processor time as that limit', () => {
    for (const event of events) {
      const outcome = settle(answer(event), { ...killed, signal: 'SIGXCPU' });
      assert.equal(outcome.status, 'limit');
      assert.equal(outcome.limit, 'cpu');
    }
  });

  it('reports an uncaught exception as the guest told it', () => {
    const cause = answer({ type: 'raised', name: 'E', message: 'm', traceback: 't' });
    assert.deepEqual(settle(cause, { ...left, exitCode: 1 }), {
      status: 'raised',
      error: { name: 'E', message: 'm', traceback: 't' },
    });
  });

  it('lets a limit that the kernel enforced outrank whatever the guest said', () => {
    for (const event of events) {
      const outcome = settle(answer(event), outOfMemory);
      assert.equal(outcome.status, 'limit');
      assert.equal(outcome.limit, 'memory');
    }
  });

  it('keeps the limit that was first, whatever the kernel saw afterwards', () => {
    for (const limit of limitNames) {
      for (const end of [left, killed, outOfMemory, unknown]) {
        const outcome = settle({ kind: 'limit', limit }, end);
        assert.equal(outcome.status, 'limit');
        assert.equal(outcome.limit, limit);
      }
    }
  });

  it('stays cancelled, whatever was seen afterwards', () => {
    for (const end of [left, killed, outOfMemory, unknown]) {
      assert.equal(settle({ kind: 'cancelled' }, end).status, 'cancelled');
    }
  });

  it('says how a lost process ended', () => {
    const closed = answer({ type: 'closed' });
    assert.match(messageOf(settle(closed, { ...left, exitCode: 7 })), /, with exit code 7$/);
    assert.match(messageOf(settle(closed, killed)), /, by signal SIGKILL$/);
    assert.match(messageOf(settle(closed, unknown)), /ordinary way$/);
    const outcome = settle(closed, { ...killed, signal: 'SIGSEGV' });
    assert.deepEqual(outcome, {
      status: 'lost',
      exitCode: null,
      signal: 'SIGSEGV',
      message: messageOf(outcome),
    });
  });

  it('calls forged messages and bytes that are none by their name', () => {
    for (const event of events.slice(2)) {
      assert.equal(settle(answer(event), killed).status, 'lost');
    }
    assert.match(
      messageOf(settle(answer({ type: 'ready', landlockAbi: 7, pid: 2 }), killed)),
      /forged a message \(ready\)/,
    );
    const violation = answer({ type: 'violation', reason: 'a frame announces 9 bytes' });
    assert.match(messageOf(settle(violation, killed)), /\(a frame announces 9 bytes\) and was ended/);
  });

  it('tells memory of its own that ran out from that of all sandboxes together', () => {
    const limits = { ...defaultLimits, memoryBytes: 1000 };
    const say = (peakMemoryBytes: number | null): string =>
      messageOf(settleOutcome(answer({ type: 'closed' }), { ...outOfMemory, peakMemoryBytes }, limits));
    for (const peak of [null, 900, 1000, 1001]) assert.match(say(peak), /the program used more than/);
    assert.match(say(899), /all sandboxes together/);
  });

  it('names each limit with its figure', () => {
    const limits = { ...defaultLimits, wallMs: 1500, memoryBytes: 96 * 1024 * 1024, pids: 5 };
    const say = (limit: (typeof limitNames)[number]): string =>
      messageOf(settleOutcome({ kind: 'limit', limit }, killed, limits));
    assert.match(say('wall'), /after 1\.5 s/);
    assert.match(say('memory'), /more than 96 MB of memory/);
    assert.match(say('output'), /more than 64 MB of output/);
    assert.match(say('pids'), /more than 5 processes/);
    for (const limit of limitNames) assert.match(say(limit), /was ended/);
  });
});
