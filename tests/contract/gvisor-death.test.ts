// Proves: jail.once. Nothing of a gVisor sandbox outlives its gateway, also where that is killed, and nothing of one is left where its
// start is cut short; what lies on disk goes when the next gateway starts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultLimits } from '../../src/core/limits.js';
import { packageRoot } from '../../src/host/package-root.js';
import { gvisorBackend } from '../../src/sandbox/backends/gvisor/backend.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { jailProcessesOf, survivorsOf } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };
/** From before its first process to after its seal. */
const cutsMs = [0, 20, 100, 300, 700];

describe('a gVisor sandbox', () => {
  it('goes where its gateway is killed, and its files go at the next start', async () => {
    const program = join(packageRoot(), 'dist-test/tests/support/lone-gateway.js');
    const gateway = spawn(process.execPath, [program, 'gvisor'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const pid = gateway.pid ?? 0;
    gateway.stdin.end(
      'import os, time\nif os.fork() == 0: os.setsid()\nprint(1, flush=True)\ntime.sleep(3600)\n',
    );
    const lines = createInterface(gateway.stdout)[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, '1');
    const all = jailProcessesOf(pid);
    // runsc, its gofer, its kernel and the processes that the guest runs in.
    assert.ok(all.length >= 4, `${all.length} processes`);
    assert.notEqual(leavingsOf(pid).files.length, 0);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    assert.deepEqual(await survivorsOf(all), []);
    const template = await openLoneTemplate(gvisorBackend, policy);
    await template.close();
    assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
  });

  for (const cutMs of cutsMs) {
    it(`leaves nothing where its start is cut short after ${cutMs} ms`, async () => {
      const template = await openLoneTemplate(gvisorBackend, policy);
      const born = template.launch(defaultLimits).then(
        () => 'born',
        () => 'refused',
      );
      await delay(cutMs);
      const family = jailProcessesOf(process.pid);
      await template.close();
      assert.match(await born, /born|refused/);
      assert.deepEqual(await survivorsOf(family), []);
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    });
  }
});

alsoAsOrdinaryUser(import.meta.url, ['tests/contained']);
