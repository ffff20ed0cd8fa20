// Proves: jail.once. Whoever cancels, at any moment, is answered, leaves nothing, and blocks nobody.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import {
  assertServes,
  type Gateway,
  nameProcess,
  refusedWith,
  withGateway,
  withoutPool,
} from '../support/gateway.js';
import { namedProcessesOf, sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { slow } from '../support/time.js';

const wait = `${nameProcess('in-a-call')}import time; time.sleep(3600)`;
const stubborn = `
${nameProcess('in-a-call')}
import time
while True:
    try: time.sleep(3600)
    except KeyboardInterrupt: ${nameProcess('deaf').trim()}`;

const oneAtATime = { bounds: { atOnce: 1, waiting: 8 }, pool: withoutPool };

function untilNamed(name: string): Promise<unknown> {
  return waitFor(name, () => namedProcessesOf(process.pid, name).length === 1);
}

async function untilNothingIsLeft(): Promise<void> {
  await waitFor('nothing', () => sandboxProcessesOf(process.pid).length === 0);
}

function assertCancelled({ outcome }: ExecutionResult): void {
  assert.equal(outcome.status, 'cancelled');
}

describe('a run that is cancelled', () => {
  it('before it was asked for, is refused and makes no sandbox', async () => {
    await withGateway({ pool: withoutPool }, async (gateway) => {
      const run = gateway.run('1', { signal: AbortSignal.abort() });
      await assert.rejects(run, refusedWith('gateway.cancelled'));
      assert.deepEqual(sandboxProcessesOf(process.pid), []);
      await assertServes(gateway);
    });
  });

  it('while it waits for its turn, is refused at once and is not run; who came later takes its place', async () => {
    await withGateway(oneAtATime, async (gateway) => {
      const [first, second] = [new AbortController(), new AbortController()];
      const running = gateway.run(wait, { signal: first.signal });
      const waiting = assert.rejects(
        gateway.run('1', { signal: second.signal }),
        refusedWith('gateway.cancelled'),
      );
      const last = gateway.run('3');
      await untilNamed('in-a-call');
      second.abort();
      await waiting;
      first.abort();
      assertCancelled(await running);
      assert.equal((await last).outcome.status, 'completed');
      await untilNothingIsLeft();
    });
  });

  it('during its run, ends with everything that it has started', async () => {
    await withGateway(oneAtATime, async (gateway) => {
      const cancel = new AbortController();
      const running = gateway.run(stubborn, { signal: cancel.signal });
      await untilNamed('in-a-call');
      cancel.abort();
      assertCancelled(await running);
      await assertServes(gateway);
      await untilNothingIsLeft();
    });
  });

  for (const [when, code] of [
    ['while it writes', 'while True: print("x" * 10_000, flush=True)'],
    ['after its end', 'print("x" * 100_000, flush=True)'],
  ] as const) {
    it(`while a reader holds its output back, ends all the same: ${when}`, async () => {
      await withGateway(oneAtATime, async (gateway) => {
        const cancel = new AbortController();
        let hasBegun = false;
        const running = gateway.run(`${nameProcess('in-a-call')}${code}`, {
          signal: cancel.signal,
          onStdout: () => {
            hasBegun = true;
            return new Promise(() => undefined);
          },
        });
        await waitFor('output', () => hasBegun);
        if (when === 'after its end') await untilNothingIsLeft();
        cancel.abort();
        const { outcome } = await running;
        assert.equal(outcome.status, when === 'after its end' ? 'completed' : 'cancelled');
        await assertServes(gateway);
        await untilNothingIsLeft();
      });
    });
  }

  const programs = {
    'that is done at once': '1',
    'with an answer of many parts':
      'for n in range(16): open(f"f{n}", "wb").write(bytes(1 << 20))\nprint("x" * 100_000)',
    'with children when it ends':
      'import os\nfor _ in range(8):\n    if os.fork() == 0: import time; time.sleep(3600)',
  };
  for (const [which, code] of Object.entries(programs)) {
    for (const pool of [withoutPool, { least: 2, most: 2 }]) {
      const from = pool.most === 0 ? 'a birth' : 'the pool';
      it(`at any moment from ${from} to its end, is answered and leaves nothing: one ${which}`, async () => {
        await withGateway({ bounds: { atOnce: 2, waiting: 8 }, pool }, async (gateway) => {
          const started = performance.now();
          await gateway.run(code);
          const lastsMs = performance.now() - started;
          // Not to wait for something, but to come at every stage: the moments lie evenly over one run and beyond.
          const moments = Array.from({ length: 24 }, (_, index) => (index * 1.3 * lastsMs) / 24);
          const statuses = new Map<string | false, number>();
          for (const moment of moments) {
            const cancel = new AbortController();
            const timer = setTimeout(() => {
              cancel.abort();
            }, moment);
            const status = await gateway.run(code, { signal: cancel.signal }).then(
              ({ outcome }) => outcome.status,
              (error: unknown) => refusedWith('gateway.cancelled')(error) && 'cancelled',
            );
            clearTimeout(timer);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
          }
          assert.deepEqual(
            [...statuses.keys()].filter((status) => status !== 'cancelled' && status !== 'completed'),
            [],
          );
          assert.ok((statuses.get('cancelled') ?? 0) > 0);
          await assertServes(gateway);
          await waitFor('the end', () => sandboxProcessesOf(process.pid).length === 2 * pool.most);
        });
      });
    }
  }
});

describe('a call of a session that is cancelled', () => {
  it('while it waits for the one before it, is refused and is not run; the others go on', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      const cancel = new AbortController();
      const first = gateway.call(id, `seen = []\n${nameProcess('in-a-call')}import time; time.sleep(0.5)`);
      const second = assert.rejects(
        gateway.call(id, 'seen.append(2)', { signal: cancel.signal }),
        refusedWith('gateway.cancelled'),
      );
      const third = gateway.value(id, 'seen.append(3)');
      await untilNamed('in-a-call');
      cancel.abort();
      await second;
      await first;
      await third;
      assert.equal(await gateway.value(id, 'seen'), '[3]');
    });
  });

  it('while it waits for a turn among all that run, is refused and is not run', async () => {
    await withGateway(oneAtATime, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, 'x = 1');
      const [first, second] = [new AbortController(), new AbortController()];
      const running = gateway.run(wait, { signal: first.signal });
      await untilNamed('in-a-call');
      const waiting = assert.rejects(
        gateway.call(id, 'x = 2', { signal: second.signal }),
        refusedWith('gateway.cancelled'),
      );
      second.abort();
      await waiting;
      first.abort();
      assertCancelled(await running);
      assert.equal(await gateway.value(id, 'x'), '1');
    });
  });

  it('during its run, is interrupted, and the session lives on', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, 'x = 1');
      const cancel = new AbortController();
      const call = gateway.call(id, wait, { signal: cancel.signal });
      await untilNamed('in-a-call');
      cancel.abort();
      const result = await call;
      assertCancelled(result);
      assert.equal(result.session?.alive, true, describeResult(result));
      assert.equal(await gateway.value(id, 'x'), '1');
    });
  });

  it('while a reader holds its output back, is interrupted; its gateway can be closed', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      const cancel = new AbortController();
      let hasBegun = false;
      const call = gateway.call(id, 'while True: print("x" * 10_000, flush=True)', {
        signal: cancel.signal,
        onStdout: () => {
          hasBegun = true;
          return new Promise(() => undefined);
        },
      });
      await waitFor('output', () => hasBegun);
      cancel.abort();
      assertCancelled(await call);
      await assertServes(gateway);
    });
  });

  it('and does not stop, ends with its session after a while, which says why; others are served meanwhile', async () => {
    await withGateway({}, async (gateway) => {
      const [id, beside] = [await gateway.create(), await gateway.create()];
      const cancel = new AbortController();
      const call = gateway.call(id, stubborn, { signal: cancel.signal });
      await untilNamed('in-a-call');
      cancel.abort();
      await untilNamed('deaf');
      assert.equal(await gateway.value(beside, '1'), '1');
      await assertServes(gateway);
      assert.equal(gateway.reasonOf(id), null, 'it is still being asked to stop');
      const result = await call;
      assertCancelled(result);
      assert.equal(result.session?.alive, false);
      assert.match(gateway.reasonOf(id) ?? '', /did not stop when it was interrupted/);
    });
  });

  const duringSoftStop: Readonly<
    Record<string, (gateway: Gateway, id: Parameters<Gateway['call']>[0]) => Promise<unknown>>
  > = {
    'is closed meanwhile': (gateway, id) => gateway.executor.sessions.close(gateway.caller, id),
    'is interrupted meanwhile': (gateway, id) => gateway.executor.sessions.interrupt(gateway.caller, id),
    'is asked to be copied meanwhile': (gateway, id) =>
      assert.rejects(gateway.fork(id), refusedWith('session.ended')),
    'has its agent killed meanwhile': () => {
      for (const { pid } of namedProcessesOf(process.pid, 'deaf')) process.kill(pid, 'SIGKILL');
      return Promise.resolve();
    },
    'has its gateway closed meanwhile': (gateway) => gateway.executor.close(),
  };
  for (const [what, meddle] of Object.entries(duringSoftStop)) {
    it(`and does not stop, and ${what}: is answered, and nothing hangs`, async () => {
      await withGateway({}, async (gateway) => {
        const id = await gateway.create();
        const cancel = new AbortController();
        const call = gateway.call(id, stubborn, { signal: cancel.signal });
        await untilNamed('in-a-call');
        cancel.abort();
        await untilNamed('deaf');
        const meddled = meddle(gateway, id);
        const result = await call;
        assert.equal(result.session?.alive, false, describeResult(result));
        await meddled;
        assert.notEqual(gateway.reasonOf(id), null);
        if (what !== 'has its gateway closed meanwhile') await assertServes(gateway);
      });
    });
  }

  it('at any moment, leaves the session alive and whole', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, 'n = 0');
      for (let index = 0; index < 60; index += 1) {
        const cancel = new AbortController();
        const timer = setTimeout(
          () => {
            cancel.abort();
          },
          slow(index / 10),
        );
        const call = gateway.call(id, 'n += 1\nprint("x" * 1000)', { signal: cancel.signal });
        const result = await call.catch((error: unknown) => {
          refusedWith('gateway.cancelled')(error);
          return null;
        });
        clearTimeout(timer);
        assert.notEqual(result?.session?.alive, false, result === null ? '' : describeResult(result));
      }
      assert.equal(await gateway.value(id, '0 < n <= 60'), 'True');
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
