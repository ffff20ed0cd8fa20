import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { RunQueue } from './run-queue.js';

/** Lets everything happen that waits for nothing. */
const settleDown = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that the test ends. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  start(name: string): Promise<string> {
    this.begun.push(name);
    return new Promise((resolve) => {
      this.#ends.set(name, () => {
        resolve(name);
      });
    });
  }

  end(name: string): void {
    this.#ends.get(name)?.();
  }
}

function refusedWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PymcpError && error.code === code;
}

const never = new AbortController().signal;

describe('the queue of runs', () => {
  it('runs so many at once, and the others in the order in which they came', async () => {
    const [queue, work] = [new RunQueue({ atOnce: 2, waiting: 9 }), new Work()];
    const runs = ['a', 'b', 'c', 'd'].map((name) => queue.run(() => work.start(name), never));
    await settleDown();
    assert.deepEqual(work.begun, ['a', 'b']);
    work.end('b');
    await settleDown();
    assert.deepEqual(work.begun, ['a', 'b', 'c']);
    work.end('c');
    await settleDown();
    work.end('a');
    work.end('d');
    assert.deepEqual(await Promise.all(runs), ['a', 'b', 'c', 'd']);
  });

  it('lets nobody overtake who waits', async () => {
    const [queue, work] = [new RunQueue({ atOnce: 1, waiting: 9 }), new Work()];
    const first = queue.run(() => work.start('first'), never);
    void queue.run(() => work.start('waits'), never);
    await settleDown();
    work.end('first');
    await first;
    void queue.run(() => work.start('comes late'), never);
    await settleDown();
    assert.deepEqual(work.begun, ['first', 'waits']);
  });

  it('refuses what is more than may wait', async () => {
    const [queue, work] = [new RunQueue({ atOnce: 1, waiting: 1 }), new Work()];
    for (const name of ['a', 'b']) void queue.run(() => work.start(name), never);
    await assert.rejects(
      queue.run(() => work.start('c'), never),
      refusedWith('gateway.busy'),
    );
  });

  it('forgets what is cancelled while it waits', async () => {
    const [queue, work, cancel] = [
      new RunQueue({ atOnce: 1, waiting: 9 }),
      new Work(),
      new AbortController(),
    ];
    void queue.run(() => work.start('a'), never);
    const waits = queue.run(() => work.start('b'), cancel.signal);
    void queue.run(() => work.start('c'), never);
    cancel.abort();
    await assert.rejects(waits, refusedWith('gateway.cancelled'));
    work.end('a');
    await settleDown();
    assert.deepEqual(work.begun, ['a', 'c']);
  });

  it('never begins what was cancelled before', async () => {
    const work = new Work();
    const run = new RunQueue({ atOnce: 1, waiting: 1 }).run(() => work.start('a'), AbortSignal.abort());
    await assert.rejects(run, refusedWith('gateway.cancelled'));
    assert.deepEqual(work.begun, []);
  });

  it('goes on after work that failed', async () => {
    const queue = new RunQueue({ atOnce: 1, waiting: 1 });
    await assert.rejects(
      queue.run(() => Promise.reject(new Error('broken')), never),
      /broken/,
    );
    assert.equal(await queue.run(() => Promise.resolve(1), never), 1);
  });
});
