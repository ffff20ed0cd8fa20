// Proves: path.contained, path.protected. Two guests in one workspace: one moves things while the other is born.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { attempts, makeFolder, openJailOver } from '../support/workspace.js';

const births = 6;

/** Runs births of victims while the attacker's loop runs; `inspect` reads the victims' answers. */
async function attack(folder: string, loop: string, victim: string): Promise<unknown[]> {
  const jail = await openJailOver(folder, 'writable');
  const seen: unknown[] = [];
  const attacker = `${attempts}
import threading
def attack():
    while True:
${loop.replace(/^/gm, '        ')}
threading.Thread(target=attack, daemon=True).start()
pause()`;
  await jail.whilePaused(attacker, async () => {
    for (let birth = 0; birth < births; birth += 1) {
      try {
        seen.push(await jail.ask<unknown>(victim));
      } catch (error) {
        // fail.closed: not to be born is allowed, to be born with less is not.
        assert.ok(error instanceof PymcpError && error.code === 'workspace.changed', String(error));
        seen.push('refused');
      }
    }
  });
  return seen;
}

const findSecret = `${attempts}
found = []
for top, folders, names in os.walk("/workspace"):
    for name in names:
        try:
            if b"canary" in read(os.path.join(top, name)): found.append(os.path.join(top, name))
        except OSError: pass
answer(found)`;

describe('a guest that moves folders while another sandbox is born', () => {
  it('moves no secret out of its mask', async () => {
    const folder = makeFolder({ 'a/b/.env': 'canary', 'c/plain': 'x' });
    const loop = `
for one, other in (("a", "x"), ("a/b", "c/b"), ("a/b", "a/x"), ("c", "y"), ("y", "c"), ("x", "a")):
    attempt(os.rename, one, other)`;
    for (const found of await attack(folder, loop, findSecret)) assert.deepEqual(found, []);
  });

  it('leads no mask, and no look, out of the workspace by a link', async () => {
    const folder = makeFolder({ 'f/keep': 'x', 'g/.env': 'canary' });
    const loop = `
attempt(os.mkdir, "f"); attempt(create, "f/.env"); attempt(os.rename, "f", "f2"); attempt(os.symlink, "/etc", "f")
attempt(os.unlink, "f"); attempt(os.symlink, "../..", "f"); attempt(os.unlink, "f"); attempt(os.rename, "f2", "f")`;
    const look = findSecret.replace('answer(found)', 'answer([found, os.path.exists("/etc/passwd")])');
    for (const found of await attack(folder, loop, look))
      if (found !== 'refused') assert.deepEqual(found, [[], true]);
  });

  it('control: without secrets in it, the same folder can be moved', async () => {
    const folder = makeFolder({ 'a/b/plain': 'x' });
    const jail = await openJailOver(folder, 'writable');
    assert.equal(await jail.ask(`${attempts}\nanswer(attempt(os.rename, "a", "x"))`), 'done');
  });
});

describe('many sandboxes of one writable workspace at once', () => {
  it('are all born and all see the same', async () => {
    const folder = makeFolder({ '.env': 'canary', 'a/.env': 'canary' });
    for (let index = 0; index < 300; index += 1) {
      mkdirSync(join(folder, `d${index}`));
      writeFileSync(join(folder, `d${index}/plain`), 'x');
    }
    const jail = await openJailOver(folder, 'writable');
    const program = `${attempts}
create("own-%s" % os.urandom(8).hex()); answer([attempt(read, ".env"), attempt(read, "a/.env"), attempt(read, "d1/plain")])`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => jail.ask<string[]>(program)));
    for (const answer of answers) assert.deepEqual(answer, ['EACCES', 'EACCES', 'done']);
  });
});

alsoAsOrdinaryUser(import.meta.url);
