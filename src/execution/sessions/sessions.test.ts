import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { noJournal } from '../../core/execution-journal.js';
import { defaultLimits } from '../../core/limits.js';
import { parseEnvironmentName, type SessionId } from '../../core/names.js';
import { defaultSessionBounds, type SessionBounds } from '../../core/session-bounds.js';
import { FakeSandbox } from '../fake-sandbox.test-support.js';
import { noSecrets } from '../../core/no-secrets.js';
import { Recorder } from '../recorder.js';
import { RunQueue } from '../run-queue.js';
import { Sessions } from './sessions.js';

const caller = toCaller('one');
const request = { code: '1', fileName: 'main.py', limits: defaultLimits };
const wanted = { environment: parseEnvironmentName('python'), limits: defaultLimits };

interface Set {
  readonly sessions: Sessions;
  readonly sandboxes: FakeSandbox[];
  readonly create: (who?: typeof caller) => Promise<SessionId>;
}

function make(bounds: Partial<SessionBounds> = {}): Set {
  const sandboxes: FakeSandbox[] = [];
  const sessions = new Sessions({
    bounds: { ...defaultSessionBounds, ...bounds },
    sourceOf: () => ({
      launch: () => {
        const sandbox = new FakeSandbox();
        sandboxes.push(sandbox);
        return Promise.resolve(sandbox);
      },
    }),
    queue: new RunQueue({ atOnce: 4, waiting: 4 }),
    recorder: new Recorder(noJournal, { strict: false }),
    redactor: noSecrets,
  });
  const create: Set['create'] = async (who = caller) => (await sessions.create(who, wanted)).session.id;
  return { sessions, sandboxes, create };
}

async function settleDown(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

function refusedWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PymcpError && error.code === code;
}

describe('sessions', () => {
  it('run calls one after the other, and live on', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    const calls = [sessions.run(caller, id, request), sessions.run(caller, id, request)];
    await settleDown();
    assert.equal(sandboxes[0]?.programs.length, 1);
    sandboxes[0].complete('1');
    await settleDown();
    assert.equal(sandboxes[0].programs.length, 2);
    sandboxes[0].complete('2');
    for (const call of calls) assert.equal((await call).session?.alive, true);
    assert.equal(sandboxes[0].kills, 0);
  });

  it('are not there for another caller, in the same words as those that never were', async () => {
    const { sessions, create } = make();
    const id = await create();
    await assert.rejects(sessions.run(toCaller('other'), id, request), refusedWith('session.unknown'));
    await assert.rejects(sessions.close(toCaller('other'), id), refusedWith('session.unknown'));
    assert.equal(sessions.list(toCaller('other')).sessions.length, 0);
  });

  it('that end by themselves say so, to the call and after it', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    const call = sessions.run(caller, id, request);
    await settleDown();
    sandboxes[0]?.leave({ exitCode: null, signal: 'SIGKILL', withTemplate: true });
    const { outcome, session } = await call;
    assert.deepEqual([outcome.status, session?.alive], ['lost', false]);
    await assert.rejects(sessions.run(caller, id, request), /as a whole/);
    assert.match(sessions.list(caller).ended[0]?.reason ?? '', /as a whole/);
  });

  it('whose guest speaks unasked are ended at once, with the reason', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    sandboxes[0]?.complete('forged');
    await settleDown();
    assert.equal(sandboxes[0]?.kills, 1);
    await assert.rejects(sessions.run(caller, id, request), /broke the rules .*not asked for/);
  });

  it('are interrupted only in a call', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    assert.equal(await sessions.interrupt(caller, id), 'idle');
    const call = sessions.run(caller, id, request);
    await settleDown();
    assert.equal(await sessions.interrupt(caller, id), 'interrupted');
    assert.equal(sandboxes[0]?.interrupts, 1);
    sandboxes[0].complete(null);
    await call;
  });

  it('whose call is cancelled are asked to stop, and live on where they do', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    const cancel = new AbortController();
    const call = sessions.run(caller, id, request, { signal: cancel.signal });
    await settleDown();
    const [sandbox] = sandboxes;
    assert.ok(sandbox !== undefined);
    sandbox.onInterrupt = () => {
      sandbox.complete(null);
    };
    cancel.abort();
    const { outcome, session } = await call;
    assert.deepEqual([outcome.status, session?.alive, sandbox.kills], ['cancelled', true, 0]);
  });

  it('make room by the oldest idle one of the same caller, never by that of another', async () => {
    const { sessions, create } = make({ most: 2 });
    const [first, second] = [await create(), await create()];
    const { ended } = await sessions.create(caller, wanted);
    assert.deepEqual(
      ended.map(({ id }) => id),
      [first],
    );
    await assert.rejects(create(toCaller('other')), refusedWith('session.busy'));
    assert.ok(sessions.list(caller).sessions.some(({ id }) => id === second));
  });

  it('of one caller are as many as one may have, and leave room for others', async () => {
    const { sessions, create } = make({ most: 4, mostPerCaller: 2 });
    const ids = [await create(), await create(), await create(), await create()];
    assert.deepEqual(
      sessions.list(caller).sessions.map(({ id }) => id),
      ids.slice(2),
    );
    assert.match(sessions.list(caller).ended[0]?.reason ?? '', /oldest idle one of 2 of yours/);
    const other = toCaller('other');
    await Promise.all([create(other), create(other), create(other)].map((made) => made.catch(() => null)));
    assert.equal(sessions.list(other).sessions.length, 2);
    assert.equal(sessions.list(caller).sessions.length, 2);
  });

  it('run nothing while they could read a secret, and go on after', async () => {
    const { sessions, sandboxes, create } = make();
    const id = await create();
    const [sandbox] = sandboxes;
    assert.ok(sandbox !== undefined);
    sandbox.unmasked = ['.env'];
    await assert.rejects(sessions.run(caller, id, request), refusedWith('workspace.changed'));
    await assert.rejects(sessions.listFiles(caller, id), refusedWith('workspace.changed'));
    await assert.rejects(sessions.fork(caller, id), refusedWith('workspace.changed'));
    assert.equal(sandbox.programs.length, 0);
    sandbox.unmasked = [];
    const call = sessions.run(caller, id, request);
    await settleDown();
    sandbox.complete('1');
    assert.equal((await call).outcome.status, 'completed');
  });

  it('are all ended with the gateway, those that come meanwhile too', async () => {
    const { sessions, sandboxes, create } = make();
    await create();
    const coming = create();
    await sessions.closeAll();
    await coming;
    assert.deepEqual(
      sandboxes.map(({ kills }) => kills > 0),
      [true, true],
    );
    assert.equal(sessions.list(caller).sessions.length, 0);
  });
});
