// A language server that is killed, stopped or busy in the middle of a question: the question is answered or fails in its time, and
// the next one is answered.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { openCodeClient, serverName } from '../support/code-client.js';
import { namedProcessesOf } from '../support/host-processes.js';
import type { ServedClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';
import { makeFolder } from '../support/workspace.js';

/** Types that take pyright seconds: each alternative of a tuple with each of the others. */
const many = Array.from({ length: 60 }, (_, index) => `class C${index}:\n    def go(self, x): return x\n`);
const busy = `${many.join('\n')}
def pick(n):
${many.map((_, index) => `    if n == ${index}: return C${index}()`).join('\n')}

def chain(n):
    x = (pick(n), pick(n), pick(n))
${Array.from({ length: 60 }, (_, index) => `    x = (x[0].go(x[1]), x[1].go(x[2]), pick(n).go(x[${index % 3}]))`).join('\n')}
    return x
`;

describe('a language server in the middle of a question', () => {
  const folder = makeFolder({ 'main.py': 'value = 1\n', 'busy.py': busy });
  let served: ServedClient;
  before(async () => {
    served = await openCodeClient(folder);
    await works();
  });
  after(() => served.close());

  const works = async (): Promise<void> => {
    assert.match((await served.call('hover', { path: 'main.py', line: 1 })).text, /value: int/);
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
    setImmediate(() => {
      stop.abort();
    });
    await assert.rejects(asked);
    await works();
    assert.notEqual(server(), first);
  });

  it('goes on with the next question where it is busy and whoever asked gives up', async () => {
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
    setImmediate(() => {
      stop.abort();
    });
    await once(stop.signal, 'abort').catch(() => undefined);
    assert.equal(await ended, 'given up');
    await works();
    assert.equal(server(), first);
  });
});
