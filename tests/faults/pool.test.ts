// Proves: jail.once, path.protected. Sandboxes that wait are used once, whole and up to date, or not at all.
import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, type Gateway, refusedWith, withGateway } from '../support/gateway.js';
import { type HostProcess, sandboxProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { makeFolder } from '../support/workspace.js';

/** First process and agent. */
const perSandbox = 2;
const four = { least: 4, most: 4 } as const;

function untilWaiting(count: number): Promise<HostProcess[]> {
  return waitFor(`${count} that wait`, () => {
    const found = sandboxProcessesOf(process.pid);
    return found.length === perSandbox * count && found;
  });
}

describe('each sandbox of the pool', () => {
  it('is used once: no run finds the mark of another, 64 of them at once and in a row', async () => {
    await withGateway({ pool: four }, async (gateway) => {
      const code = `
import builtins, os
marks = [hasattr(builtins, "mark"), os.path.exists("/tmp/mark"), os.path.exists("/dev/shm/mark"), os.listdir()]
builtins.mark = True
for folder in ("/tmp", "/dev/shm", "."): open(folder + "/mark", "x").close()
print(os.urandom(8).hex(), end="")
marks`;
      const run = async (): Promise<string> => {
        const result = await gateway.run(code);
        assert.ok(result.outcome.status === 'completed', describeResult(result));
        assert.equal(result.outcome.value, "[False, False, False, ['main.py']]");
        return result.stdout.text;
      };
      const drawn = await Promise.all(Array.from({ length: 48 }, run));
      for (let number = 0; number < 16; number += 1) drawn.push(await run());
      assert.equal(new Set(drawn).size, 64);
    });
  });

  it('is gone after its run, and others have taken the places', async () => {
    await withGateway({ pool: four }, async (gateway) => {
      const first = await untilWaiting(4);
      for (let number = 0; number < 4; number += 1) await assertServes(gateway);
      assert.deepEqual(await survivorsOf(first), []);
      await untilWaiting(4);
    });
  });

  it('is one more for each run that found nobody waiting, up to the most', async () => {
    await withGateway({ pool: { least: 1, most: 3 } }, async (gateway) => {
      await untilWaiting(1);
      await Promise.all(Array.from({ length: 12 }, () => assertServes(gateway)));
      await untilWaiting(3);
    });
  });

  it('that was killed while it waited is not handed out', async () => {
    await withGateway({ pool: four }, async (gateway) => {
      for (const victim of [0, 1]) {
        const waiting = await untilWaiting(4);
        // Parents come before children: the first processes, then the agents.
        const sorted = waiting.map(({ pid }) => pid).sort((one, other) => one - other);
        const victims = sorted.filter((pid) => isAgent(pid) === (victim === 1));
        assert.equal(victims.length, 4);
        for (const pid of victims) process.kill(pid, 'SIGKILL');
        assert.deepEqual(await survivorsOf(waiting), []);
        for (let number = 0; number < 4; number += 1) await assertServes(gateway);
      }
    });
  });

  it('serves only who asks for the limits that it was born with', async () => {
    await withGateway({ pool: four }, async (gateway) => {
      const code = 'import resource; resource.getrlimit(resource.RLIMIT_NOFILE)[0]';
      const { outcome } = await gateway.run(code, { limits: { openFiles: 99 } });
      assert.ok(outcome.status === 'completed' && outcome.value === '99');
    });
  });
});

/** By its pid in the sandbox, which is 1 for the other. */
function isAgent(pid: number): boolean {
  return /^NSpid:.*\s2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

const secret = `canary-${process.pid}`;
/** What a run can read of the workspace, by any name. */
const look = `
import os
seen = []
for top, folders, names in os.walk("/workspace"):
    for name in names:
        try:
            with open(os.path.join(top, name)) as file:
                if ${JSON.stringify(secret)} in file.read(): seen.append(name)
        except OSError: pass
seen`;

/** Ways in which a secret comes into a workspace after a sandbox was born. */
const comings: Readonly<Record<string, (folder: string) => void>> = {
  'a new file': (folder) => {
    writeFileSync(join(folder, '.env.local'), secret);
  },
  'a new file further down': (folder) => {
    writeFileSync(join(folder, 'deep/server.pem'), secret);
  },
  'a file that is put in the place of another': (folder) => {
    writeFileSync(join(folder, 'deep/.new.env'), secret);
    renameSync(join(folder, 'deep/.new.env'), join(folder, '.env'));
  },
  'a file under another name': (folder) => {
    renameSync(join(folder, 'plain.txt'), join(folder, 'id_rsa'));
  },
};

function makeProject(): string {
  return makeFolder({ '.env': secret, 'deep/plain.txt': 'x', 'plain.txt': 'x' });
}

async function lookIn(gateway: Gateway): Promise<string | null> {
  const result = await gateway.run(look);
  assert.ok(result.outcome.status === 'completed', describeResult(result));
  return result.outcome.value;
}

for (const access of ['read-only', 'writable'] as const) {
  describe(`a secret that comes into a ${access} workspace after the birth`, () => {
    for (const [how, come] of Object.entries(comings)) {
      it(`is not read by the next run, although sandboxes were waiting: ${how}`, async () => {
        const folder = makeProject();
        const workspace = await openWorkspace(folder, access);
        await withGateway({ pool: four, workspace }, async (gateway) => {
          const waiting = await untilWaiting(4);
          assert.equal(await lookIn(gateway), '[]');
          if (how === 'a file under another name') writeFileSync(join(folder, 'plain.txt'), secret);
          come(folder);
          for (let number = 0; number < 5; number += 1) assert.equal(await lookIn(gateway), '[]');
          assert.deepEqual(await survivorsOf(waiting), [], 'all that waited then were ended');
        });
      });

      it(`keeps a session from running until it has gone: ${how}`, async () => {
        const folder = makeProject();
        const workspace = await openWorkspace(folder, access);
        await withGateway({ workspace }, async (gateway) => {
          const id = await gateway.create();
          assert.equal(await gateway.value(id, `x = 1\n${look}`), '[]');
          if (how === 'a file under another name') writeFileSync(join(folder, 'plain.txt'), secret);
          come(folder);
          await assert.rejects(gateway.call(id, look), refusedWith('workspace.changed'));
          const fresh = await gateway.create();
          assert.equal(await gateway.value(fresh, look), '[]');
          for (const name of ['.env.local', 'deep/server.pem', '.env', 'id_rsa'])
            rmSync(join(folder, name), { force: true });
          assert.equal(await gateway.value(id, `print(x)\n${look}`), '[]');
        });
      });
    }
  });
}

describe('control: of a workspace', () => {
  it('the same look finds what is no secret by its name', async () => {
    const folder = makeFolder({ 'notes.txt': secret });
    const workspace = await openWorkspace(folder, 'read-only');
    await withGateway({ workspace }, async (gateway) => {
      assert.equal(await lookIn(gateway), "['notes.txt']");
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
