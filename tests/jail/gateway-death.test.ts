// Proves: jail.once. However the gateway ends, killed at any moment or interrupted, no process, mount, control group or
// file of a run stays; what it could not remove itself, the next gateway does.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { endOf, pymcp, startPymcp } from '../support/command-line.js';
import {
  type HostProcess,
  jailProcessesOf,
  sandboxProcessesOf,
  survivorsOf,
  templatesOf,
  waitFor,
} from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';

const folder = mkdtempSync(join(tmpdir(), 'pymcp-death-'));
chmodSync(folder, 0o755);
after(() => {
  rmSync(folder, { recursive: true });
});

/** A run that has become hard to end: daemons, deaf to every signal. */
const stubborn = `
import os, signal, time
for number in range(1, 65):
    if number == signal.SIGCHLD: continue  # it does nothing by itself, and who ignores it waits for nobody
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
for _ in range(2):
    between = os.fork()
    if between == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(3600)
        os._exit(0)
    os.waitpid(between, 0)  # the daemon is another's child now: whoever goes down the tree finds it
print("running", flush=True)
time.sleep(3600)
`;

function startStubborn(): ChildProcessWithoutNullStreams {
  const gateway = startPymcp(['run', '--timeout', '300', '-'], { cwd: folder });
  gateway.stdin.end(stubborn);
  return gateway;
}

async function untilRunning(gateway: ChildProcessWithoutNullStreams): Promise<HostProcess[]> {
  await once(gateway.stdout, 'data');
  return jailProcessesOf(gateway.pid ?? 0);
}

async function assertSwept(gateway: number): Promise<void> {
  const { exitCode, stderr } = await pymcp(['run', '-'], '1');
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(leavingsOf(gateway), { groups: [], files: [] });
}

describe('a gateway that is killed', () => {
  it('takes a run in flight with it, and the next gateway takes the rest away', async () => {
    const gateway = startStubborn();
    const family = await untilRunning(gateway);
    assert.ok(sandboxProcessesOf(gateway.pid ?? 0).length >= 4, 'the control: they were there');
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(family), []);
    await assertSwept(gateway.pid ?? 0);
  });

  it('takes a template with it that is not up yet', async () => {
    const gateway = startStubborn();
    await waitFor('bubblewrap', () => templatesOf(gateway.pid ?? 0).length > 0);
    const family = jailProcessesOf(gateway.pid ?? 0);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(family), []);
    await assertSwept(gateway.pid ?? 0);
  });

  it('takes a sandbox with it that is being made', async () => {
    const gateway = startStubborn();
    await waitFor('a birth', () => jailProcessesOf(gateway.pid ?? 0).length > 2);
    const family = jailProcessesOf(gateway.pid ?? 0);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(family), []);
    await assertSwept(gateway.pid ?? 0);
  });

  it('takes a run with it that it was ending', async () => {
    const gateway = startStubborn();
    const family = await untilRunning(gateway);
    gateway.kill('SIGTERM');
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(family), []);
    await assertSwept(gateway.pid ?? 0);
  });
});

describe('a template that is killed', () => {
  it('ends its runs, and the gateway says so instead of waiting', async () => {
    const gateway = startStubborn();
    const end = endOf(gateway);
    const family = await untilRunning(gateway);
    for (const pid of templatesOf(gateway.pid ?? 0)) process.kill(pid, 'SIGKILL');
    const { exitCode, stderr } = await end;
    assert.ok(exitCode !== 0 && exitCode !== null, stderr);
    assert.match(stderr, /^error: .*\nhint: /m);
    assert.deepEqual(await survivorsOf(family), []);
    assert.deepEqual(leavingsOf(gateway.pid ?? 0), { groups: [], files: [] });
  });
});

describe('a gateway that is interrupted', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`cancels the run, says so and leaves nothing: ${signal}`, async () => {
      const gateway = startStubborn();
      const end = endOf(gateway);
      const family = await untilRunning(gateway);
      gateway.kill(signal);
      const { exitCode, stderr } = await end;
      assert.equal(exitCode, 130);
      assert.match(stderr, /error: the run was cancelled/);
      assert.deepEqual(await survivorsOf(family), []);
      assert.deepEqual(leavingsOf(gateway.pid ?? 0), { groups: [], files: [] });
    });
  }

  it('twice, or again and again, all the same', async () => {
    const gateway = startStubborn();
    const end = endOf(gateway);
    const family = await untilRunning(gateway);
    for (let n = 0; n < 5; n += 1) gateway.kill('SIGINT');
    assert.equal((await end).exitCode, 130);
    assert.deepEqual(await survivorsOf(family), []);
    assert.deepEqual(leavingsOf(gateway.pid ?? 0), { groups: [], files: [] });
  });

  it('while it starts the template', async () => {
    const gateway = startStubborn();
    const end = endOf(gateway);
    await waitFor('bubblewrap', () => templatesOf(gateway.pid ?? 0).length > 0);
    const family = jailProcessesOf(gateway.pid ?? 0);
    gateway.kill('SIGINT');
    assert.equal((await end).exitCode, 130);
    assert.deepEqual(await survivorsOf(family), []);
    assert.deepEqual(leavingsOf(gateway.pid ?? 0), { groups: [], files: [] });
  });
});

alsoAsOrdinaryUser(import.meta.url);
