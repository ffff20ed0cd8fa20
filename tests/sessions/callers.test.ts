// Proves: auth.token. A session belongs to the caller that made it: to anybody else it is not there, by no door; and no caller gets more than are kept.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Caller } from '../../src/core/caller.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName, type SessionId } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';

const environment = parseEnvironmentName('python');
const [caller, other] = ['one', 'other'] as unknown as [Caller, Caller];
const limits = defaultLimits;
const executor = new Executor({ strict: false });
after(() => executor.close());

describe('a caller', () => {
  it('that is another one is told the same of a session as of none', async () => {
    const { id } = (await executor.sessions.create(caller, { environment, limits })).session;
    const { sessions } = executor;
    const request = { code: '1', fileName: 'main.py', files: [], limits };
    const doors: readonly ((one: SessionId) => Promise<unknown>)[] = [
      (one) => sessions.run(other, one, request),
      (one) => sessions.fork(other, one),
      (one) => sessions.interrupt(other, one),
      (one) => sessions.close(other, one),
      (one) => sessions.listFiles(other, one),
      (one) => sessions.readFile(other, one, 'f', 0, 1),
      (one) => sessions.deleteFile(other, one, 'f'),
    ];
    const told = async (door: (one: SessionId) => Promise<unknown>, one: SessionId): Promise<string> => {
      const error = await door(one).then(
        () => assert.fail('it was let in'),
        (refusal: unknown) => refusal as Error & { code: string; hint?: string },
      );
      return `${error.code} ${error.message} ${error.hint ?? ''}`.replaceAll(one, 'ID');
    };
    for (const door of doors)
      assert.equal(await told(door, id), await told(door, 's0000000000' as SessionId));
    assert.deepEqual(sessions.list(other), { sessions: [], ended: [] });
    await sessions.close(caller, id);
  });

  it('that asks for many at once gets as many as are kept', async () => {
    const small = new Executor({ strict: false, sessions: { most: 2 }, pool: { least: 0, most: 0 } });
    try {
      const created = Array.from({ length: 6 }, () => small.sessions.create(caller, { environment, limits }));
      await Promise.allSettled(created);
      assert.ok(small.sessions.list(caller).sessions.length <= 2, 'more than the bound');
    } finally {
      await small.close();
    }
  });
});
