// A session whose guest takes its own channel over: what it forges, withholds or floods ends its own session and nothing
// else, in bounded time, and the gateway goes on.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionId } from '../../src/core/names.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, type Gateway, nameProcess, refusedWith, withGateway } from '../support/gateway.js';
import { namedProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { slow } from '../support/time.js';

/** What a hostile guest has at hand: descriptor 3, and what it finds in its own process. */
const prelude = `
import json, os, sys, threading, time
def frame(body):
    if not isinstance(body, bytes): body = json.dumps(body).encode()
    return len(body).to_bytes(4, "big") + body
def send(data):
    while data: data = data[os.write(3, data):]
result = {"type": "result", "status": "completed", "value": "'forged'", "valueCharacters": 8, "exitCode": 0}
def later(work):
    # When the call has been answered: its thread waits for the next then.
    def run():
        time.sleep(0.3)
        try: work()
        except OSError: pass
    threading.Thread(target=run, daemon=True).start()
def never(*_, **__):
    while True: time.sleep(3600)
`;

/** Sent between two calls, or in a call before its own answer. */
const forgeries: Readonly<Record<string, string>> = {
  'a result': 'send(frame(result))',
  'two results': 'send(frame(result) * 2)',
  'an answer to a question': 'send(frame({"type": "listing", "files": [], "omitted": 0}))',
  'a failure': 'send(frame({"type": "failed", "reason": "no"}))',
  'the end of a copy': 'send(frame({"type": "done"}))',
  'a second readiness': 'send(frame({"type": "ready", "landlockAbi": 7, "pid": 4}))',
  'a refusal': 'send(frame({"type": "refused", "layer": "seccomp", "reason": "forged"}))',
  'a file': 'send(frame({"type": "file", "path": "x", "size": 3}))',
  'a frame larger than any': 'send((1 << 31).to_bytes(4, "big"))',
  'no message at all': 'send(frame(b"["))',
  'a flood': 'while True: send(frame(result) * 1000)',
  'the end of its channel': 'import socket; socket.socket(fileno=os.dup(3)).shutdown(socket.SHUT_RDWR)',
};

/** Its process is alone in its sandbox with the first one. */
async function withVictim(work: (gateway: Gateway, id: SessionId) => Promise<void>): Promise<void> {
  await withGateway({}, async (gateway) => {
    const [id, beside] = [await gateway.create(), await gateway.create()];
    await gateway.value(beside, 'x = 1');
    await gateway.value(id, prelude + nameProcess('victim'));
    const processes = namedProcessesOf(process.pid, 'victim');
    assert.equal(processes.length, 1);
    await work(gateway, id);
    await waitFor('the end', () => gateway.reasonOf(id));
    assert.deepEqual(await survivorsOf(processes), []);
    assert.equal(await gateway.value(beside, 'x'), '1');
    await assertServes(gateway);
  });
}

describe('a session that writes to its channel between two calls', () => {
  for (const [what, code] of Object.entries(forgeries)) {
    it(`is ended without waiting for the next one, and its processes: ${what}`, async () => {
      await withVictim(async (gateway, id) => {
        await gateway.value(id, `def work():\n    ${code.replaceAll('\n', '\n    ')}\nlater(work)`);
        await waitFor('the end', () => gateway.reasonOf(id));
        await assert.rejects(gateway.call(id, '1'), refusedWith('session.ended'));
      });
    });
  }

  it('is ended also where its own process goes on as if nothing had happened', async () => {
    await withVictim(async (gateway, id) => {
      await gateway.value(
        id,
        'import pymcp_guest.requests\ndef work(): send(frame(result))\nlater(work)\npymcp_guest.requests.receive = never',
      );
    });
  });
});

describe('a session that writes to its channel in a call', () => {
  for (const [what, code] of Object.entries(forgeries)) {
    it(`deceives nobody but its own caller, and is ended: ${what}`, async () => {
      await withVictim(async (gateway, id) => {
        const { outcome, session } = await gateway.call(id, `${code}\n"its own"`);
        if (session?.alive === true) {
          // It has answered for itself. Its true answer comes unasked then, or as that to the next call.
          assert.ok(outcome.status === 'completed' && outcome.value === "'forged'");
          await gateway.call(id, '"next"').catch(refusedWith('session.ended'));
        } else assert.equal(outcome.status, 'lost');
      });
    });
  }

  it('has half a frame and then silence: the call ends with its time, the session too', async () => {
    await withVictim(async (gateway, id) => {
      const result = await gateway.call(id, 'send(frame(result)[:20])\nnever()', { limits: { wallMs: 500 } });
      assert.equal(result.session?.alive, false, describeResult(result));
      assert.ok(['limit', 'lost'].includes(result.outcome.status));
    });
  });

  it('had half a frame before it: the same', async () => {
    await withVictim(async (gateway, id) => {
      await gateway.value(
        id,
        'sent = []\ndef work():\n    send(frame(b"x" * 1000)[:20]); sent.append(1)\nlater(work)',
      );
      const result = await gateway.call(id, 'while not sent: time.sleep(0.01)\n5', {
        limits: { wallMs: 2_000 },
      });
      assert.equal(result.session?.alive, false, describeResult(result));
      assert.ok(['limit', 'lost'].includes(result.outcome.status));
    });
  });

  it('closes its channel: lost, and gone', async () => {
    await withVictim(async (gateway, id) => {
      const { outcome, session } = await gateway.call(id, 'os.close(3)\n5');
      assert.deepEqual([outcome.status, session?.alive], ['lost', false]);
    });
  });
});

const questions: Readonly<
  Record<string, { module: string; name: string; ask: (gateway: Gateway, id: SessionId) => Promise<unknown> }>
> = {
  'a list of its files': {
    module: 'pymcp_guest.session_files',
    name: 'list_files',
    ask: ({ executor, caller }, id) => executor.sessions.listFiles(caller, id),
  },
  'a part of a file': {
    module: 'pymcp_guest.session_files',
    name: 'read',
    ask: ({ executor, caller }, id) => executor.sessions.readFile(caller, id, 'x', 0, 10),
  },
  'the end of a file': {
    module: 'pymcp_guest.session_files',
    name: 'delete',
    ask: ({ executor, caller }, id) => executor.sessions.deleteFile(caller, id, 'x'),
  },
  'a copy': {
    module: 'pymcp_guest.copies',
    name: 'receive',
    ask: (gateway, id) => gateway.fork(id),
  },
};

describe('a session that is asked for something and never answers', () => {
  it('is ended after a while, all kinds of questions at once; others are served meanwhile', async () => {
    await withGateway({}, async (gateway) => {
      const beside = await gateway.create();
      await gateway.value(beside, 'x = 1');
      const started = performance.now();
      const asked = Object.values(questions).map(async ({ module, name, ask }) => {
        const id = await gateway.create();
        await gateway.value(id, `${prelude}\nimport ${module}\n${module}.${name} = never`);
        await assert.rejects(ask(gateway, id), refusedWith('session.file-failed', 'session.fork-failed'));
        await waitFor('the end', () => gateway.reasonOf(id));
      });
      await waitFor(
        'all of them',
        () => gateway.executor.sessions.list(gateway.caller).sessions.length === 5,
      );
      assert.equal(await gateway.value(beside, 'x'), '1');
      await assertServes(gateway);
      await Promise.all(asked);
      assert.ok(performance.now() - started < slow(20_000));
      assert.equal(await gateway.value(beside, 'x'), '1');
    });
  });

  for (const [what, { module, name, ask }] of Object.entries(questions)) {
    it(`is ended where it answers something else: ${what}`, async () => {
      await withVictim(async (gateway, id) => {
        await gateway.value(
          id,
          `import ${module}\ndef lie(*_): send(frame(result)); never()\n${module}.${name} = lie`,
        );
        await assert.rejects(ask(gateway, id), refusedWith('session.file-failed', 'session.fork-failed'));
        await waitFor('the end', () => gateway.reasonOf(id));
      });
    });

    it(`is closed while it is asked: ${what}`, async () => {
      await withVictim(async (gateway, id) => {
        await gateway.value(id, `import ${module}\n${module}.${name} = never`);
        const asked = assert.rejects(
          ask(gateway, id),
          refusedWith('session.file-failed', 'session.fork-failed', 'session.ended'),
        );
        await gateway.executor.sessions.close(gateway.caller, id);
        await asked;
      });
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
