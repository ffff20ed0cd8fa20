// Proves: jail.once. Without a pid namespace nothing of a run survives it: not what has left its session or its parents, not while it
// forks, and not where its keeper, its template or the gateway is killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { childrenOf, familyOf } from '../../src/host/process-tree.js';
import { startTimeOf } from '../../src/host/start-time.js';
import { packageRoot } from '../../src/host/package-root.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { loadBackend } from '../../src/sandbox/registry.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type HostProcess, survivorsOf, templatesOf } from '../support/host-processes.js';
import { assertLimit, type Jail, toJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { slow } from '../support/time.js';

/** Daemons of every kind; answers with their pids when all of them are there. */
const daemons = `
import ctypes, os, signal, time
def daemon(subreaper):
    read, write = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if subreaper: ctypes.CDLL(None).prctl(36, 1)
        ctypes.CDLL(None).prctl(1, 0)
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        if os.fork() == 0:
            os.setsid()
            os.write(write, b"%d " % os.getpid())
            while True: time.sleep(3600)
        if not subreaper: os._exit(0)
        os.write(write, b"%d " % os.getpid())
        while True: time.sleep(3600)
    os.close(write)
    wanted, text = 2 if subreaper else 1, b""
    while text.count(b" ") < wanted: text += os.read(read, 100)
    return [int(pid) for pid in text.split()]
pids = daemon(False) + daemon(True) + [os.getpid(), os.getppid()]
`;

describe('what a run without namespaces leaves', () => {
  const open: Template[] = [];
  after(async () => {
    for (const template of open) await template.close();
  });
  async function openTemplate(): Promise<{ jail: Jail; template: Template; pid: number }> {
    const backend = await loadBackend('contained');
    const before = new Set(templatesOf(process.pid));
    const template = await openLoneTemplate(backend, {
      interpreter: '/usr/bin/python3',
      preload: [],
      strict: false,
    });
    open.push(template);
    const pid = templatesOf(process.pid).find((one) => !before.has(one)) ?? 0;
    return { jail: toJail(template), template, pid };
  }

  it('is nothing, whatever it has started, however it ends', async () => {
    const { jail, template, pid } = await openTemplate();
    const ended = await jail.whilePaused<number[], HostProcess[]>(`${daemons}pause(pids)`, identify);
    assert.equal(ended.length, 5);
    assert.deepEqual(await survivorsOf(ended), []);
    const completed = await jail.ask<number[]>(`${daemons}answer(pids)`);
    assert.deepEqual(await survivorsOf(identify(completed)), []);
    assert.deepEqual(childrenOf(pid), []);
    assert.equal((await template.launch({ ...limits })).isolation.backend, 'contained');
  });

  it('is nothing while it forks as fast as it can', async () => {
    const { jail, pid } = await openTemplate();
    const bomb = `
import os, time
pause_from = time.time() + 0.5
answer(0)
while True:
    try:
        if os.fork() == 0: os.setsid()
    except OSError: pass`;
    const result = await jail.run(`def answer(value): print(value, flush=True)${bomb}`, {
      wallMs: slow(1_000),
      pids: 48,
    });
    assert.notEqual(result.outcome.status, 'completed');
    assert.deepEqual(await survivorsOf(identify(familyOf(pid).slice(1))), []);
    assert.deepEqual(childrenOf(pid), []);
  });

  it('cannot be seen in the next: scratch is gone, also what is deep or closed', async () => {
    const { jail } = await openTemplate();
    const result = await jail.run(`
import os
print(os.path.dirname(os.getcwd()), flush=True)
for _ in range(1200):
    os.mkdir("d" * 100); os.chdir("d" * 100)
os.mkdir("closed", 0)`);
    // A look of the watchdog that comes in time ends it: what is too deep for a path cannot be measured.
    if (result.outcome.status !== 'completed') assertLimit(result, 'files');
    const folder = result.stdout.text.trim();
    assert.match(folder, /run-\\d+$|run-1$/);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(readdirSync(join(folder, '..')), []);
  });

  it('goes where its keeper is killed, and the template with it', async () => {
    const { jail, template } = await openTemplate();
    let all: HostProcess[] = [];
    const run = jail.run(
      `def answer(value): print(value, flush=True)${daemons}
answer(pids)
while True: time.sleep(3600)`,
      {},
      {
        onStdout: (chunk) => {
          all = identify(JSON.parse(chunk.toString()) as number[]);
          process.kill(all.at(-1)?.pid ?? 0, 'SIGKILL');
        },
      },
    );
    assert.equal((await run).outcome.status, 'lost');
    assert.equal(all.length, 5);
    assert.deepEqual(await survivorsOf(all), []);
    assert.equal(template.isGone, true);
    await assert.rejects(template.launch(limits), /template/);
  });

  it('goes where its template is killed', async () => {
    const { jail, pid } = await openTemplate();
    let all: HostProcess[] = [];
    const run = jail.run(
      `def answer(value): print(value, flush=True)${daemons}
answer(pids)
while True: time.sleep(3600)`,
      {},
      {
        onStdout: (chunk) => {
          all = identify(JSON.parse(chunk.toString()) as number[]);
          process.kill(pid, 'SIGKILL');
        },
      },
    );
    assert.equal((await run).outcome.status, 'lost');
    assert.equal(all.length, 5);
    assert.deepEqual(await survivorsOf(all), []);
  });

  it('goes where the gateway is killed', async () => {
    const gateway = spawn(
      process.execPath,
      [join(packageRoot(), 'dist-test/tests/support/lone-gateway.js'), 'contained'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    gateway.stdin.end(`${daemons}print(pids, flush=True)\nwhile True: time.sleep(3600)\n`);
    const lines = createInterface(gateway.stdout)[Symbol.asyncIterator]();
    const first = await lines.next();
    const all = identify(JSON.parse(String(first.value)) as number[]);
    assert.equal(all.length, 5);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(all), []);
  });

  it('is no file and no group of the gateway either', async () => {
    for (const template of open.splice(0)) await template.close();
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
});

const limits = {
  ...{ memoryBytes: 256 * 1024 * 1024, cpus: 1, pids: 64, fileBytes: 1024 * 1024 },
  ...{ scratchBytes: 1024 * 1024, scratchInodes: 100, openFiles: 64 },
};

function identify(pids: readonly number[]): HostProcess[] {
  return pids.flatMap((pid) => {
    const startTime = startTimeOf(pid);
    return startTime === null ? [] : [{ pid, startTime }];
  });
}

alsoAsOrdinaryUser(import.meta.url, ['tests/contained']);
