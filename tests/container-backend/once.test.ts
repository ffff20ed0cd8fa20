// Proves: jail.once. Nothing of a container is left where its launcher, its gateway or both are killed, whenever that is; and Podman
// leaves nothing on the machine: no process, no mount, no file, and nothing of the user's own containers is touched.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, familyOf } from '../../src/host/process-tree.js';
import { startTimeOf } from '../../src/host/start-time.js';
import { containerBackend } from '../../src/sandbox/backends/container/backend.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type HostProcess, survivorsOf } from '../support/host-processes.js';
import { toJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { daemons, useLoneGateways } from '../support/lone-gateways.js';
import { slow } from '../support/time.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };

const podmanPlaces = [
  ...['/var/lib/containers', '/run/containers', '/run/libpod', '/run/runc', '/run/crun', '/dev/shm'],
  join(process.env['HOME'] ?? '/nonexistent', '.local/share/containers'),
  join(process.env['HOME'] ?? '/nonexistent', '.config'),
];

describe('what a container leaves', () => {
  const open: Template[] = [];
  const startGateway = useLoneGateways('container');
  after(async () => {
    for (const template of open) await template.close();
  });

  async function startRunning(): Promise<{ gateway: ChildProcess; all: HostProcess[] }> {
    const gateway = startGateway();
    const lines = createInterface(gateway.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, 'there');
    const all = identify(familyOf(gateway.pid ?? 0).slice(1));
    // Launcher, conmon, pid 1, the agent and its daemon.
    assert.ok(all.length >= 5, `${all.length} processes`);
    return { gateway, all };
  }

  it('is nothing where the gateway is killed', async () => {
    const { gateway, all } = await startRunning();
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(all), []);
    await sweepByAnotherStart();
  });

  it('is nothing, after the next start, where the gateway and the launcher are killed', async () => {
    const { gateway, all } = await startRunning();
    const launcher = childrenOf(gateway.pid ?? 0);
    gateway.kill('SIGKILL');
    for (const pid of launcher) process.kill(pid, 'SIGKILL');
    await once(gateway, 'exit');
    await sweepByAnotherStart();
    assert.deepEqual(await survivorsOf(all), []);
  });

  it('is nothing where the gateway is killed while a container is being started', async () => {
    for (const afterMs of [200, 500, 900]) {
      const gateway = startGateway();
      await delay(slow(afterMs));
      const all = identify(familyOf(gateway.pid ?? 0).slice(1));
      gateway.kill('SIGKILL');
      await once(gateway, 'exit');
      await sweepByAnotherStart();
      assert.deepEqual(await survivorsOf(all), []);
    }
  });

  it('is nothing where the launcher is killed, and the gateway goes on', async () => {
    const template = await openLoneTemplate(containerBackend, policy);
    open.push(template);
    const jail = toJail(template);
    let all: HostProcess[] = [];
    const running = jail.run(
      daemons,
      {},
      {
        onStdout: () => {
          const launchers = childrenOf(process.pid).filter((pid) => /start_container/.test(commandOf(pid)));
          all = identify(launchers.flatMap(familyOf));
          for (const pid of launchers) process.kill(pid, 'SIGKILL');
        },
      },
    );
    assert.equal((await running).outcome.status, 'lost');
    assert.ok(all.length >= 5);
    assert.deepEqual(await survivorsOf(all), []);
    assert.equal((await jail.run('1')).outcome.status, 'completed');
  });

  it("is nothing where Podman keeps the user's own containers, and no mount and no process that keeps a namespace", async () => {
    const before = survey();
    const template = await openLoneTemplate(containerBackend, policy);
    open.push(template);
    const jail = toJail(template);
    const seen = await jail.whilePaused('pause(1)', survey);
    assert.deepEqual(seen.mounts, before.mounts);
    assert.deepEqual(seen.places, before.places);
    await template.close();
    assert.deepEqual(survey(), before);
    assert.deepEqual(
      childrenOf(process.pid).filter((pid) => /podman|conmon|catatonit/.test(commandOf(pid))),
      [],
    );
  });

  it('is no file and no group of the gateway either', async () => {
    for (const template of open.splice(0)) await template.close();
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
});

/** As the next start of a gateway does. */
async function sweepByAnotherStart(): Promise<void> {
  const template = await openLoneTemplate(containerBackend, policy);
  await template.close();
}

function survey(): { readonly mounts: string; readonly places: Record<string, readonly string[]> } {
  const ofPodman = readdirSync(tmpdir()).filter((name) => /^(podman|containers|storage)-/.test(name));
  const listed = podmanPlaces.map((place) => [place, namesIn(place)] as const);
  return {
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes('isolated-pymcp'))
      .join('\n'),
    places: { ...Object.fromEntries(listed), [tmpdir()]: ofPodman.sort() },
  };
}

/** What another user keeps there cannot be seen, nor touched. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function identify(pids: readonly number[]): HostProcess[] {
  return pids.flatMap((pid) => {
    const startTime = startTimeOf(pid);
    return startTime === null ? [] : [{ pid, startTime }];
  });
}

alsoAsOrdinaryUser(import.meta.url, ['tests/container-backend'], true);
