// Proves: jail.once. Nothing of a container of Docker's is left where its gateway is killed, whenever that is: no process, no container, no image, no file.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultLimits } from '../../src/core/limits.js';
import { dockerBackend } from '../../src/sandbox/backends/docker/backend.js';
import { gatewayLabel } from '../../src/sandbox/backends/docker/container-body.js';
import { DockerDaemon } from '../../src/sandbox/backends/docker/docker-daemon.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { processesOfContainers, useDockerDaemon } from '../support/docker-daemon.js';
import { survivorsOf } from '../support/host-processes.js';
import { toJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { useLoneGateways } from '../support/lone-gateways.js';
import { slow } from '../support/time.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };
useDockerDaemon();

describe('what a container of Docker leaves', () => {
  const startGateway = useLoneGateways('docker');

  it('is nothing where the gateway is killed', async () => {
    const gateway = startGateway();
    const lines = createInterface(gateway.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, 'there');
    const all = await processesOfContainers();
    // Pid 1, the agent and its daemon.
    assert.ok(all.length >= 3, `${all.length} processes`);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(all), []);
    await sweepByAnotherStart();
    assert.deepEqual(await leftWithDocker(), { containers: [], images: [] });
  });

  it('is nothing, after the next start, where the gateway is killed while a container is being started', async () => {
    for (const afterMs of [200, 600, 1_000, 1_400]) {
      const gateway = startGateway();
      await delay(slow(afterMs));
      gateway.kill('SIGKILL');
      await once(gateway, 'exit');
      await sweepByAnotherStart();
      assert.deepEqual(await leftWithDocker(), { containers: [], images: [] });
    }
  });

  it('is nothing where somebody removes the container, and the gateway goes on', async () => {
    const template = await openLoneTemplate(dockerBackend, policy);
    const jail = toJail(template);
    const result = await jail.run(
      'import time; print("on", flush=True); time.sleep(3600)',
      {},
      {
        onStdout: () => {
          void removeContainers();
        },
      },
    );
    assert.equal(result.outcome.status, 'lost');
    assert.equal((await jail.run('1')).outcome.status, 'completed');
    await template.close();
    assert.deepEqual(await leftWithDocker(), { containers: [], images: [] });
  });

  it('shows no way to a daemon, nor to the gateway', async () => {
    const template = await openLoneTemplate(dockerBackend, policy);
    const seen = await toJail(template).ask<{
      sockets: string[];
      line: string[];
      made: string;
      refused: string;
    }>(`
import os, socket, stat
def walk():
    for top in ("/run", "/var", "/opt", "/tmp", "/home", "/etc", "/dev"):
        for folder, folders, files in os.walk(top):
            for name in folders + files: yield os.path.join(folder, name)
try:
    socket.socket(socket.AF_UNIX).connect("/opt/line/sock")
    refused = "connected"
except OSError as error:
    refused = type(error).__name__
try: line = os.listdir("/opt/line")
except OSError: line = []
try: made = open("/opt/line/made", "w").name
except OSError as error: made = type(error).__name__
answer({"made": made, "sockets": [path for path in walk() if stat.S_ISSOCK(os.lstat(path).st_mode)], "line": line, "refused": refused})`);
    assert.deepEqual(seen, { sockets: [], line: [], made: 'PermissionError', refused: seen.refused });
    assert.match(seen.refused, /FileNotFoundError|PermissionError/);
    await template.close();
  });

  it('is no descriptor of the gateway, over many sandboxes, of which some end before they are told anything', async () => {
    const template = await openLoneTemplate(dockerBackend, policy);
    const jail = toJail(template);
    await jail.run('1');
    const before = countDescriptors();
    for (let count = 0; count < 4; count += 1) {
      assert.equal((await jail.run('1')).outcome.status, 'completed');
      const launched = template.launch(defaultLimits).then(
        (sandbox) => {
          sandbox.kill();
          return sandbox.ended;
        },
        () => null,
      );
      await delay(slow(100 * count));
      await removeContainers();
      await launched;
    }
    // Connections to the daemon may still be about to be closed.
    for (let count = 0; count < 100 && countDescriptors() > before; count += 1) await delay(20);
    assert.ok(countDescriptors() <= before, `${countDescriptors()} descriptors, and ${before} before`);
    await template.close();
  });

  it('is no file and no group of the gateway', () => {
    assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
  });
});

function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

async function removeContainers(): Promise<void> {
  const daemon = await DockerDaemon.find();
  for (const { id } of await daemon.listContainers(gatewayLabel)) await daemon.remove(id);
}

async function leftWithDocker(): Promise<{ containers: string[]; images: readonly string[] }> {
  const daemon = await DockerDaemon.find();
  const containers = (await daemon.listContainers(gatewayLabel)).map(({ name }) => name);
  return { containers, images: await daemon.listImages(gatewayLabel) };
}

/** As the next start of a gateway does. */
async function sweepByAnotherStart(): Promise<void> {
  const template = await openLoneTemplate(dockerBackend, policy);
  await template.close();
}

alsoAsOrdinaryUser(import.meta.url);
