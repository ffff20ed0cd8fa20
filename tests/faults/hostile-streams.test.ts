// A session whose guest does with its streams, and with what it is handed for a copy, what no program does: the gateway
// stays small and goes on, and so does whoever is beside it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { residentBytesOf } from '../support/footprint.js';
import { assertServes, nameProcess, refusedWith, withGateway } from '../support/gateway.js';
import { namedProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';

const MiB = 1024 * 1024;

describe('the streams of a session', () => {
  it('may be closed: it goes on, and its values come', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, 'import os\nos.close(1); os.close(2); os.close(0)');
      assert.equal(await gateway.value(id, '1 + 1'), '2');
      assert.equal(await gateway.value(await gateway.fork(id), '1 + 1'), '2');
      assert.equal(await gateway.value(id, 'os.getcwd()'), "'/home/mcp'");
    });
  });

  for (const fd of [1, 2]) {
    it(`flooded between two calls take a bounded amount of the gateway: ${fd}`, async () => {
      await withGateway({}, async (gateway) => {
        const [id, beside] = [await gateway.create(), await gateway.create()];
        await gateway.value(beside, 'x = 1');
        const before = residentBytesOf(process.pid);
        await gateway.value(
          id,
          `import os, threading, time
def flood():
    time.sleep(0.3)  # until the call has been answered
    while True: os.write(${fd}, b"x" * 65536)
for _ in range(4): threading.Thread(target=flood, daemon=True).start()`,
        );
        for (let number = 0; number < 10; number += 1) {
          await delay(50);
          assert.equal(await gateway.value(beside, 'x'), '1');
          await assertServes(gateway);
        }
        assert.ok(residentBytesOf(process.pid) - before < 64 * MiB);
        // A call of its own drowns in it: it is answered, or ended as a flood.
        const result = await gateway.call(id, '5', { limits: { streamBytes: 8 * MiB } });
        assert.ok(['completed', 'limit'].includes(result.outcome.status), describeResult(result));
        assert.ok(result.stdout.text.length + result.stderr.text.length < 2 * MiB);
      });
    });
  }

  it('that were flooded do not keep it from being closed, nor its gateway', async () => {
    await withGateway({}, async (gateway) => {
      const [id, stays] = [await gateway.create(), await gateway.create()];
      const flood = `${nameProcess('flood')}
import os, time
if os.fork() == 0:
    time.sleep(0.3)  # until the call has been answered
    while True: os.write(1, b"x" * 65536)`;
      for (const one of [id, stays]) await gateway.value(one, flood);
      const processes = namedProcessesOf(process.pid, 'flood');
      assert.equal(processes.length, 4);
      await gateway.executor.sessions.close(gateway.caller, id);
      await waitFor('its end', () => namedProcessesOf(process.pid, 'flood').length === 2);
      await gateway.executor.close();
      assert.deepEqual(await survivorsOf(processes), []);
    });
  });
});

/** Takes what comes for a copy out of the socket before the harness does, and keeps it. */
const steal = `
import array, os, socket, sys, threading, time
from pymcp_guest import copies
stolen = []
def thief(gift):
    _, messages, _, _ = gift.recvmsg(16, 1024)
    numbers = array.array("i")
    for _, _, data in messages: numbers.frombytes(data[:len(data) - len(data) % 4])
    stolen.extend(numbers)
    work()
    while True: time.sleep(3600)
copies.receive = thief
def say(fd, message):
    import json
    body = json.dumps(message).encode()
    os.write(fd, len(body).to_bytes(4, "big") + body)
`;

const daemon = `
told, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ${nameProcess('impostor')}
        time.sleep(3600)
    os._exit(0)
os.wait()`;

const thefts: Readonly<Record<string, string>> = {
  'and says nothing': 'pass',
  'and closes them': 'for fd in stolen: os.close(fd)',
  'and floods the streams':
    'for _ in range(1000): os.write(stolen[1], b"x" * 65536); os.write(stolen[2], b"x" * 65536)',
  'and answers code that was never handed over':
    'say(stolen[0], {"type": "result", "status": "completed", "value": "1", "valueCharacters": 1})',
  'and says that it is the copy itself':
    'say(stolen[0], {"type": "ready", "landlockAbi": 7, "pid": os.getpid()})',
  'and says that pid 1 is the copy': 'say(stolen[0], {"type": "ready", "landlockAbi": 7, "pid": 1})',
  'and says that a process that there is not is the copy':
    'say(stolen[0], {"type": "ready", "landlockAbi": 7, "pid": 9999})',
};

describe('a session that takes what was meant for a copy of it', () => {
  for (const [what, work] of Object.entries(thefts)) {
    it(`${what}: gets no copy, is refused in bounded time, and others do not notice`, async () => {
      await withGateway({}, async (gateway) => {
        const [id, beside] = [await gateway.create(), await gateway.create()];
        await gateway.value(beside, 'x = 1');
        await gateway.value(id, `${steal}\n${nameProcess('thief')}def work():\n    ${work}`);
        const processes = namedProcessesOf(process.pid, 'thief');
        await assert.rejects(gateway.fork(id), refusedWith('session.fork-failed'));
        assert.equal(await gateway.value(beside, 'x'), '1');
        await waitFor('the end of who never answered', () => gateway.reasonOf(id));
        assert.deepEqual(await survivorsOf(processes), []);
        assert.equal(gateway.executor.sessions.list(gateway.caller).sessions.length, 1);
        await assertServes(gateway);
      });
    });
  }

  it('and puts a daemon in its place: that is held as a copy is, and ends when it is closed', async () => {
    await withGateway({}, async (gateway) => {
      const [id, beside] = [await gateway.create(), await gateway.create()];
      await gateway.value(beside, 'x = 1');
      const work = `def work():
    pid = max(int(name) for name in os.listdir("/proc") if name.isdigit())
    say(stolen[0], {"type": "ready", "landlockAbi": 7, "pid": pid})
def done(gift_or_gifts, *_): return True
copies.copy_home = lambda *_: "/tmp/none"
copies.fork_away = done`;
      await gateway.value(
        id,
        `${steal.replace('    while True: time.sleep(3600)\n', '    return copies.Gifts(*stolen)\n')}${daemon}\n${work}`,
      );
      await waitFor('the daemon', () => namedProcessesOf(process.pid, 'impostor').length === 1);
      const impostors = namedProcessesOf(process.pid, 'impostor');
      const copy = await gateway.fork(id);
      assert.equal(await gateway.value(beside, 'x'), '1');
      // The session drops what it took, which ends the copy too: whichever comes first.
      await gateway.executor.sessions.close(gateway.caller, copy).catch((error: unknown) => {
        assert.ok(refusedWith('session.ended')(error));
      });
      assert.deepEqual(await survivorsOf(impostors), []);
      await gateway.executor.sessions.close(gateway.caller, id);
      await assertServes(gateway);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
