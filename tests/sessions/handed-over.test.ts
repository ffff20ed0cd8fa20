// Proves: jail.once. In a writable workspace two sandboxes can meet at a socket and hand each other descriptors:
// what a run is known by (its channel and output) may be held by another for ever, and its end must not wait for that.
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { Caller } from '../../src/core/caller.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, describeResult } from '../support/jail.js';
import { slow } from '../support/time.js';
import { makeFolder } from '../support/workspace.js';

const environment = parseEnvironmentName('python');
const [holder, giver] = ['holder', 'giver'] as unknown as [Caller, Caller];
const executor = new Executor({ strict: false, workspace: await openWorkspace(makeFolder(), 'writable') });
after(() => executor.close());
const limits = { ...defaultLimits, wallMs: slow(20_000) };

const hold = `
import os, socket, threading
if os.path.exists("/workspace/door"): os.unlink("/workspace/door")
door = socket.socket(socket.AF_UNIX)
door.bind("/workspace/door")
door.listen()
held = []
def accept():
    while True:
        held.extend(socket.recv_fds(door.accept()[0], 1, 16)[1])
threading.Thread(target=accept, daemon=True).start()`;

const hand = `
import os, socket
def own(): return [int(n) for n in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + n) and os.readlink("/proc/self/fd/" + n).startswith("socket")]
ends = own()
door = socket.socket(socket.AF_UNIX)
door.connect("/workspace/door")
socket.send_fds(door, [b"."], ends)
print("handed over", len(ends))`;

it('a run ends, and a session is closed, although another sandbox holds all of its connections', async () => {
  const create = async (caller: Caller): Promise<ReturnType<typeof executor.sessions.create>> =>
    executor.sessions.create(caller, { environment, limits });
  const { session } = await create(holder);
  const request = { fileName: 'main.py', files: [], limits };
  assertCompleted(await executor.sessions.run(holder, session.id, { ...request, code: hold }));

  const before = performance.now();
  const run = await executor.run({ ...request, code: hand, environment });
  assert.equal(run.outcome.status, 'completed', describeResult(run));
  assert.equal(run.stdout.text, 'handed over 3\n');

  const other = await create(giver);
  assertCompleted(await executor.sessions.run(giver, other.session.id, { ...request, code: hand }));
  await executor.sessions.close(giver, other.session.id);
  assert.ok(performance.now() - before < slow(15_000), 'the end waited for somebody else');

  const held = await executor.sessions.run(holder, session.id, { ...request, code: 'len(held) >= 7' });
  assert.equal('value' in held.outcome ? held.outcome.value : null, 'True', 'control: all are held');
  await executor.sessions.close(holder, session.id);
});

alsoAsOrdinaryUser(import.meta.url);
