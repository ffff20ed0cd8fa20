import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultLimits } from '../../core/limits.js';
import { parseSessionId } from '../../core/names.js';
import type { SandboxEnd } from '../../sandbox/backend-contract.js';
import { settleCall } from './settle-call.js';

const id = parseSessionId('s1');
const limits = defaultLimits;
const completed = {
  type: 'completed',
  value: '1',
  valueCharacters: 1,
  exitCode: 3,
} as unknown as NonNullable<Parameters<typeof settleCall>[0]['end']['answer']>;
const gone: SandboxEnd = {
  exitCode: null,
  signal: 'SIGKILL',
  withTemplate: false,
  limit: null,
  cpuMs: 1,
  peakMemoryBytes: 1,
  pidsRefused: 0,
  createdProtected: [],
  leftovers: [],
};

describe('what became of a call', () => {
  it('is its answer where the session lives', () => {
    const { outcome, session } = settleCall({
      ...{ id, limits, cause: { kind: 'answer', event: completed } },
      end: { answer: completed, sandboxEnd: null },
    });
    assert.deepEqual(outcome, { status: 'completed', exitCode: 3, value: '1' });
    assert.deepEqual(session, { id, alive: true, reason: null });
  });

  it('is what stopped it, whatever it answered to that', () => {
    for (const [cause, status] of [
      [{ kind: 'cancelled' }, 'cancelled'],
      [{ kind: 'limit', limit: 'wall' }, 'limit'],
      [{ kind: 'limit', limit: 'output' }, 'limit'],
    ] as const) {
      const { outcome, session } = settleCall({
        ...{ id, limits, cause },
        end: { answer: completed, sandboxEnd: null },
      });
      assert.deepEqual([outcome.status, session?.alive], [status, true]);
    }
  });

  it('says why the session is gone', () => {
    const closed = { kind: 'answer', event: { type: 'closed' } } as const;
    for (const [cause, sandboxEnd, status, reason] of [
      [{ kind: 'cancelled' }, gone, 'cancelled', /did not stop/],
      [{ kind: 'limit', limit: 'wall' }, gone, 'limit', /did not stop/],
      [{ kind: 'limit', limit: 'memory' }, gone, 'limit', /memory/],
      [closed, gone, 'lost', /SIGKILL/],
      [closed, { ...gone, withTemplate: true }, 'lost', /as a whole/],
      [closed, { ...gone, limit: 'memory' }, 'limit', /memory/],
    ] as const) {
      const { outcome, session } = settleCall({ id, limits, cause, end: { answer: null, sandboxEnd } });
      assert.equal(outcome.status, status);
      assert.equal(session?.alive, false);
      assert.match(session.reason ?? '', reason);
    }
  });
});
