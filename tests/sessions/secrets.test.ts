// Proves: path.protected for sandboxes that were born before they are used: those that wait in a pool, sessions and copies of
// them. A mask lies on what stood at a path; the kernel takes it away with that (mount_namespaces(7)).
import assert from 'node:assert/strict';
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { after, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../../src/core/caller.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName, type SessionId } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, describeResult } from '../support/jail.js';
import { makeFolder } from '../support/workspace.js';

const environment = parseEnvironmentName('python');
const caller = 'one' as Caller;
const folder = makeFolder();
const secret = `${folder}/.env`;
const executor = new Executor({ strict: false, workspace: await openWorkspace(folder, 'read-only') });
after(() => executor.close());

const look = `
def read(path):
    try: return open(path).read()
    except OSError as error: return type(error).__name__
read("/workspace/.env")`;

function write(text: string): void {
  writeFileSync(secret, text, { mode: 0o644 });
}

/** In a sandbox that has waited. */
async function lookFromPool(): Promise<string | null> {
  const result = await executor.run({ code: look, fileName: 'main.py', environment, limits: defaultLimits });
  assertCompleted(result);
  return 'value' in result.outcome ? result.outcome.value : null;
}

async function runIn(id: SessionId, code: string): ReturnType<Executor['sessions']['run']> {
  return executor.sessions.run(caller, id, { code, fileName: 'main.py', files: [], limits: defaultLimits });
}

async function create(): Promise<SessionId> {
  return (await executor.sessions.create(caller, { environment, limits: defaultLimits })).session.id;
}

/** As file systems do at once, or soon: the number of the removed file is that of the new one. */
function replaceWithSameInode(): void {
  const { ino } = statSync(secret);
  for (let attempt = 0; attempt < 50; attempt += 1) {
    rmSync(secret);
    write('canary');
    if (statSync(secret).ino === ino) return;
  }
}

/** The same file under a new name of the same name: nothing about it differs but when it last changed. */
function swapByLink(): void {
  linkSync(secret, `${folder}/other`);
  rmSync(secret);
  renameSync(`${folder}/other`, secret);
}

beforeEach(async () => {
  rmSync(secret, { force: true });
  write('canary');
  await executor.warmUp(environment);
  await lookFromPool();
  await executor.warmUp(environment);
});

describe('a sandbox that has waited', () => {
  it('control: does not see the secret that was there at its birth', async () => {
    assert.equal(await lookFromPool(), "'PermissionError'");
  });

  it('is not used where a secret was removed and made again, with the same inode too', async () => {
    replaceWithSameInode();
    assert.equal(await lookFromPool(), "'PermissionError'");
  });

  it('is not used where the same file has come to its place by another name', async () => {
    swapByLink();
    assert.equal(await lookFromPool(), "'PermissionError'");
  });

  it('is not used where a secret has come that was not there', async () => {
    rmSync(secret);
    await lookFromPool();
    await executor.warmUp(environment);
    write('canary');
    assert.equal(await lookFromPool(), "'PermissionError'");
  });
});

describe('a session', () => {
  it('runs nothing where a secret was removed and made again, and neither does a copy', async () => {
    const id = await create();
    assertCompleted(await runIn(id, '1'));
    const copy = (await executor.sessions.fork(caller, id)).session.id;
    for (const one of [id, copy]) {
      const result = await runIn(one, look);
      assert.equal(
        'value' in result.outcome ? result.outcome.value : null,
        "'PermissionError'",
        describeResult(result),
      );
    }
    replaceWithSameInode();
    for (const one of [id, copy]) {
      await assert.rejects(runIn(one, look), { code: 'workspace.changed' });
      await executor.sessions.close(caller, one);
    }
  });

  it('gives out no file and is not copied while it could read a secret: what goes on in it may have copied it', async () => {
    rmSync(secret);
    const id = await create();
    const spy = `
import threading, time
def spy():
    while True:
        try: open("/home/mcp/got", "w").write(open("/workspace/.env").read())
        except OSError: pass
        time.sleep(0.01)
threading.Thread(target=spy, daemon=True).start()`;
    assertCompleted(await runIn(id, spy));
    write('canary');
    await delay(200);
    const { sessions } = executor;
    const doors: readonly (() => Promise<unknown>)[] = [
      () => sessions.readFile(caller, id, 'got', 0, 100),
      () => sessions.listFiles(caller, id),
      () => sessions.deleteFile(caller, id, 'got'),
      () => sessions.fork(caller, id),
      () => runIn(id, '1'),
    ];
    for (const door of doors) await assert.rejects(door(), { code: 'workspace.changed' });
    await sessions.close(caller, id);
  });
});

alsoAsOrdinaryUser(import.meta.url);
