// A language server that is killed, stopped or busy in the middle of a question: the question is answered or fails in its time, and
// the next one is answered.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openCodeClient, serverName } from '../support/code-client.js';
import { namedProcessesOf } from '../support/host-processes.js';
import type { ServedClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';
import { makeFolder } from '../support/workspace.js';

const count = 300;
/** Functions without types that call each other in loops: pyright takes many seconds for them. */
const busy = Array.from(
  { length: count },
  (_, index) => `def f${index}(a, b, c):
    x = [a, b, c, {}]
    for i in range(10):
        x = [x[0] if i else b, {k: v for k, v in zip(x, x)}, f${(index + 1) % count}(x, c, i)]
        while x:
            x = f${(index + 7) % count}(x[0], x[1], x[2]) or x
    return x
`,
).join('\n');

describe('a language server in the middle of a question', () => {
  const folder = makeFolder({ 'main.py': 'value = 1\n', 'busy.py': busy });
  let served: ServedClient;
  before(async () => {
    served = await openCodeClient(folder);
    await works();
  });
  after(() => served.close());

  const works = async (): Promise<void> => {
    assert.match((await served.call('hover', { path: 'main.py', line: 1 })).text, /value: /);
  };
  const server = (): number => {
    const [found] = namedProcessesOf(served.pid, serverName);
    assert.ok(found !== undefined);
    return found.pid;
  };

  it('is replaced where it is killed, and the question answered', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const first = server();
      process.kill(first, 'SIGSTOP');
      const asked = works();
      process.kill(first, 'SIGKILL');
      await asked;
      assert.notEqual(server(), first);
    }
  });

  it('is replaced where it has stopped and whoever asked gives up', async () => {
    const first = server();
    process.kill(first, 'SIGSTOP');
    const stop = new AbortController();
    const asked = served.client.callTool(
      { name: 'hover', arguments: { path: 'main.py', line: 1 } },
      { signal: stop.signal, timeout: slow(60_000) },
    );
    setTimeout(() => {
      stop.abort();
    }, 500);
    await assert.rejects(asked);
    // Where it was given up before the server was asked, the next question is the one that finds it stopped.
    const next = await served.call('hover', { path: 'main.py', line: 1 });
    if (next.raw.isError === true) assert.match(next.text, /did not answer/);
    await works();
    assert.notEqual(server(), first);
  });

  it('answers the next question where it is busy and whoever asked gives up', async () => {
    const first = server();
    const stop = new AbortController();
    const asked = served.client.callTool(
      { name: 'diagnostics', arguments: { path: 'busy.py' } },
      { signal: stop.signal, timeout: slow(60_000) },
    );
    const ended = asked.then(
      () => 'answered',
      () => 'given up',
    );
    const before = workOf(first);
    while (workOf(first) < before + muchWork) await delay(20);
    stop.abort();
    assert.equal(await ended, 'given up');
    await works();
  });
});

/** Ticks of the clock: three tenths of a second, in the middle of a question. */
const muchWork = 30;

/** What a process has worked so far (proc_pid_stat(5)). */
function workOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
