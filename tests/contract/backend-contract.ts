// What every backend must do, whatever its wall is made of. A backend's test file is a call of this.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { limitNames } from '../../src/core/isolation.js';
import { defaultLimits } from '../../src/core/limits.js';
import type { Backend, SandboxPolicy, Template } from '../../src/sandbox/backend-contract.js';
import { isAble } from '../../src/sandbox/abilities.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { PymcpError } from '../../src/core/errors.js';
import { jailProcessesOf, survivorsOf } from '../support/host-processes.js';
import { assertCompleted, assertLimit, type Jail, toJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { slow } from '../support/time.js';

const policy: SandboxPolicy = { interpreter: '/usr/bin/python3', preload: [], strict: false };

export function describeBackend(backend: Backend): void {
  describe(`the backend ${backend.name}`, () => {
    let template: Template;
    let jail: Jail;
    before(async () => {
      template = await openLoneTemplate(backend, policy);
      jail = toJail(template);
    });
    after(() => template.close());

    it('reports a level for every limit, the same for the template and its sandboxes', async () => {
      assert.deepEqual(Object.keys(template.levels).sort(), [...limitNames].sort());
      const { limits, isolation } = await jail.run('1');
      assert.deepEqual(limits, template.levels);
      assert.equal(isolation.backend, backend.name);
      assert.notEqual(isolation.hostUid, 0);
    });

    it('hands out a sandbox that is ready, and ends it when it is told to', async () => {
      const sandbox = await template.launch(defaultLimits);
      sandbox.kill();
      sandbox.kill();
      const end = await sandbox.ended;
      assert.deepEqual(end.leftovers, []);
      assert.deepEqual(await sandbox.channel.receive(), { type: 'closed' });
    });

    it('hands out many at once, each its own', async () => {
      const draw = 'import os; open("x", "x").write("x"); answer(os.urandom(8).hex())';
      const answers = await Promise.all(Array.from({ length: 8 }, () => jail.ask<string>(draw)));
      assert.equal(new Set(answers).size, 8);
    });

    it('ends a run in each of the ways that there are, and goes on', async () => {
      assertCompleted(await jail.run('1'));
      assert.equal((await jail.run('1/0')).outcome.status, 'raised');
      assert.equal((await jail.run('import os; os._exit(1)')).outcome.status, 'lost');
      assertLimit(await jail.run('while True: pass', { wallMs: slow(300) }), 'wall');
      assert.equal(
        (await jail.run('import time; time.sleep(60)', {}, { signal: AbortSignal.abort() })).outcome.status,
        'cancelled',
      );
      assertCompleted(await jail.run('1'));
    });

    it('ends what uses more memory than it may; where the kernel holds that, what was used is told', async () => {
      const hold = (bytes: number): string =>
        `held = bytearray(${bytes})\nfor at in range(0, ${bytes}, 4096): held[at] = 1`;
      assertLimit(await jail.run(`${hold(400 << 20)}\nimport time\ntime.sleep(60)`), 'memory');
      const most = 100 << 20;
      const result = await jail.run(hold(most));
      assertCompleted(result);
      // Of the control group: whoever has not entered it uses nothing there.
      if (template.levels.memory.level === 'enforced') assert.ok((result.usage.peakMemoryBytes ?? 0) > most);
    });

    it('cannot be used once it is closed, may be closed twice, and leaves nothing', async () => {
      const other = await openLoneTemplate(backend, policy);
      const running = toJail(other).run('import time; time.sleep(3600)');
      const settled = running.then(
        () => 'ended',
        () => 'refused',
      );
      const family = jailProcessesOf(process.pid);
      await Promise.all([other.close(), other.close()]);
      assert.match(await settled, /ended|refused/);
      await assert.rejects(other.launch(defaultLimits), isErrorWithHint);
      await template.close();
      assert.deepEqual(await survivorsOf(family), []);
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    });

    it('is closed while sandboxes are made and wait, after the last of them has ended, and leaves nothing', async () => {
      await template.close();
      for (const pause of [0, 2, 10, 50, 200]) {
        const other = await openLoneTemplate(backend, policy);
        let unsettled = 4;
        const launches = Array.from({ length: unsettled }, async () => {
          try {
            const sandbox = await other.launch(defaultLimits);
            assert.deepEqual((await sandbox.ended).leftovers, []);
          } catch (error) {
            assert.ok(isErrorWithHint(error), String(error));
          } finally {
            unsettled -= 1;
          }
        });
        await delay(pause);
        await other.close();
        // What was waited for has told those who wait besides.
        await delay(0);
        assert.equal(unsettled, 0, `after a pause of ${pause} ms`);
        await Promise.all(launches);
        assert.deepEqual(jailProcessesOf(process.pid), []);
        assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
      }
    });

    it('refuses what its table says that it cannot, with a hint that names a way, before anything is set up', async () => {
      const asked = {
        workspace: { workspace: { path: '/nonexistent', access: 'read-only' } },
        network: { network: { socketPath: '/nonexistent' } },
        packages: { packages: { folder: '/nonexistent', content: '0' } },
        program: { program: { executable: '/nonexistent', files: {} } },
      } as unknown as Readonly<Record<'workspace' | 'network' | 'packages' | 'program', object>>;
      const abilities = Object.keys(asked) as (keyof typeof asked)[];
      for (const ability of abilities.filter((one) => !isAble(backend.name, one)))
        await assert.rejects(openLoneTemplate(backend, { ...policy, ...asked[ability] }), (error) => {
          assert.ok(isErrorWithHint(error), String(error));
          assert.equal((error as PymcpError).code, 'backend.unable');
          return true;
        });
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    });

    it('refuses an interpreter that is not there and a module that cannot be preloaded, and leaves nothing', async () => {
      const missing = { ...policy, interpreter: '/nonexistent/python3' };
      await assert.rejects(openLoneTemplate(backend, missing), isErrorWithHint);
      await assert.rejects(
        openLoneTemplate(backend, { ...policy, preload: ['no_such_module'] }),
        isErrorWithHint,
      );
      assert.deepEqual(jailProcessesOf(process.pid), []);
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    });

    it('probes without leaving anything', async () => {
      const findings = await backend.probe(policy);
      for (const { state, fix } of findings) if (state === 'missing') assert.notEqual(fix, null);
      assert.deepEqual(await survivorsOf(jailProcessesOf(process.pid)), []);
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    });
  });
}

function isErrorWithHint(error: unknown): boolean {
  return error instanceof PymcpError && error.hint.length > 10;
}
