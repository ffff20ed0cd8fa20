// Proves: jail.once. A run ends with whoever asked for it: a call that is cancelled, a client that goes away in any way, a server that is
// told to end. Looked at from the host, where no guest can colour it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf } from '../../src/host/process-tree.js';
import { startTimeOf } from '../../src/host/start-time.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine } from '../support/command-line.js';
import {
  type HostProcess,
  jailProcessesOf,
  markProgram,
  runsOf,
  survivorsOf,
  waitFor,
} from '../support/host-processes.js';
import { eras, openClient, RawClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';

/** A program with a family: a daemon in a session of its own among it. */
const family = `
${markProgram}
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
if os.fork() == 0:
    time.sleep(600)
time.sleep(600)
`;

/** Init, agent, and two that the program started. */
const familySize = 4;

/** Every process of the run, once they are all there. */
const waitForFamily = (server: number): Promise<HostProcess[]> =>
  waitFor('the family of the program', () => runsOf(server).find((run) => run.length >= familySize));

async function startRun(): Promise<{ client: RawClient; server: number; all: HostProcess[] }> {
  const client = new RawClient();
  await client.initialize();
  client.call(1, family);
  const server = client.child.pid ?? 0;
  await waitForFamily(server);
  return { client, server, all: jailProcessesOf(server) };
}

for (const era of eras) {
  describe(`a cancelled call, protocol ${era}`, () => {
    it('takes every process of its run with it, and the server goes on', async () => {
      const served = await openClient(era);
      const cancel = new AbortController();
      const call = served.run(family, {}, cancel.signal);
      const rejected = assert.rejects(call);
      const processes = await waitForFamily(served.pid);
      cancel.abort('enough');
      await rejected;
      assert.deepEqual(await survivorsOf(processes), []);
      assert.equal((await served.run('1 + 1')).structured.value, '2');
      assert.equal(served.stderr(), '');
      await served.close();
    });
  });
}

describe('a cancelled call', () => {
  it('gets no answer, also where it waited for its turn', async () => {
    const client = new RawClient();
    await client.initialize();
    for (let id = 1; id <= 20; id += 1) client.call(id, `${markProgram}\nimport time; time.sleep(600)`);
    await waitFor('runs', () => runsOf(client.child.pid ?? 0).length >= 4);
    for (let id = 1; id <= 20; id += 1) {
      client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    }
    client.call('after', '"still here"');
    const answer = await client.answerTo('after');
    assert.equal(answer.result?.structuredContent?.value, "'still here'");
    await delay(200);
    const ids = client.lines.map((line) => (JSON.parse(line) as { id?: unknown }).id);
    assert.deepEqual(ids, ['init', 'after']);
    client.child.stdin.end();
    assert.equal(await client.exited, 0);
  });
});

describe('a client that goes away in mid-run', () => {
  const endings: readonly { readonly how: string; readonly end: (client: RawClient) => void }[] = [
    { how: 'closes its input', end: ({ child }) => child.stdin.end() },
    { how: 'closes its output', end: ({ child }) => child.stdout.destroy() },
    {
      how: 'sends half a message and closes',
      end: ({ child }) => child.stdin.end('{"jsonrpc":"2.0","id":7,"met'),
    },
    { how: 'sends SIGTERM', end: ({ child }) => child.kill('SIGTERM') },
    { how: 'sends SIGINT', end: ({ child }) => child.kill('SIGINT') },
    { how: 'sends SIGHUP', end: ({ child }) => child.kill('SIGHUP') },
  ];
  for (const { how, end } of endings) {
    it(`takes its runs with it: ${how}`, async () => {
      const { client, all } = await startRun();
      const started = Date.now();
      end(client);
      // What reads no more is noticed by the next thing that is written.
      if (client.child.stdout.destroyed) client.send({ jsonrpc: '2.0', id: 'x', method: 'ping' });
      assert.equal(await client.exited, 0);
      assert.ok(Date.now() - started < slow(3_000));
      assert.deepEqual(await survivorsOf(all), []);
      assert.equal(client.stderr, '');
    });
  }

  it('takes its runs with it: the server is killed', async () => {
    const { client, all } = await startRun();
    client.child.kill('SIGKILL');
    assert.equal(await client.exited, null);
    assert.deepEqual(await survivorsOf(all), []);
  });

  it('takes its runs with it: the client is killed', async () => {
    // A parent in between: its death closes both pipes at once.
    const parent = spawn(
      process.execPath,
      [
        '-e',
        'require("node:child_process").spawn(process.execPath, process.argv.slice(1), { stdio: ["pipe", "pipe", "inherit"] }).stdin.write(process.env.MESSAGES); setInterval(() => {}, 1000)',
        '--',
        commandLine,
        'stdio',
      ],
      { env: { ...process.env, MESSAGES: messages(family) }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const server = await waitFor('the server', () => childrenOf(parent.pid ?? 0)[0]);
    await waitForFamily(server);
    const all = [...jailProcessesOf(server), ...identify(server)];
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.deepEqual(await survivorsOf(all), []);
  });
});

function messages(code: string): string {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a', version: '1' } };
  return [
    { id: 0, method: 'initialize', params },
    { method: 'notifications/initialized' },
    { id: 1, method: 'tools/call', params: { name: 'run_python', arguments: { code } } },
  ]
    .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    .join('');
}

function identify(pid: number): HostProcess[] {
  return [{ pid, startTime: startTimeOf(pid) ?? '' }];
}

describe('a template that dies', () => {
  it('takes the runs in it, which say so, and is replaced at the next call', async () => {
    const served = await openClient('2025-11-25');
    // Not before the program itself runs: a sandbox that is still being made is refused, not lost.
    const call = served.run(`${markProgram}\nimport time; time.sleep(600)`);
    await waitFor('the program', () => runsOf(served.pid).length > 0);
    const [template] = childrenOf(served.pid);
    assert.ok(template !== undefined);
    process.kill(template, 'SIGKILL');
    const { structured } = await call;
    assert.equal(structured.status, 'lost');
    assert.match(structured.message, /as a whole/);
    assert.equal((await served.run('1 + 1')).structured.value, '2');
    await served.close();
  });
});

alsoAsOrdinaryUser(import.meta.url);
