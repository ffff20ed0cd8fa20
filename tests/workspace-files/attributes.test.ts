// What a file has beside its content when the file tools put another in its place: kept, or told; never more open than before.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runCommand } from '../../src/host/run-command.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { done, withFileTools } from '../support/file-tools.js';
import { makeFolder } from '../support/workspace.js';

const list = 'system.posix_acl_access';

/** What Python says of a file's attributes, which Node.js cannot ask. */
async function python(program: string, ...args: readonly string[]): Promise<string> {
  const options = { timeoutMs: 30_000, env: {} };
  const ended = await runCommand('/usr/bin/python3', ['-I', '-c', program, ...args], options);
  assert.equal(ended.status, 0, ended.stderr);
  return ended.stdout.trim();
}

const give = (path: string, name: string, hex: string): Promise<string> =>
  python('import os,sys; os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]))', path, name, hex);

const attributesOf = async (path: string): Promise<Readonly<Record<string, string>>> =>
  JSON.parse(
    await python(
      'import os,sys,json; p=sys.argv[1]; print(json.dumps({n: os.getxattr(p, n).hex() for n in os.listxattr(p)}))',
      path,
    ),
  ) as Record<string, string>;

/** acl(5) as the kernel keeps it: version 2, then tag, permissions and id of each entry. */
function toList(entries: readonly (readonly [tag: number, permissions: number, id?: number])[]): string {
  const parts = entries.map(([tag, permissions, id = 0xffffffff]) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt16LE(tag, 0);
    entry.writeUInt16LE(permissions, 2);
    entry.writeUInt32LE(id, 4);
    return entry;
  });
  return Buffer.concat([Buffer.from([2, 0, 0, 0]), ...parts]).toString('hex');
}

const [owner, user, group, mask, other] = [1, 2, 4, 16, 32];
/** Somebody else may read and write, and the owning group nothing; the mode shows the mask in its place. */
const forSomebody = toList([
  [owner, 6],
  [user, 6, 4242],
  [group, 0],
  [mask, 6],
  [other, 0],
]);

describe('a file that is replaced', () => {
  it('keeps mode and attributes, through a write, an edit and an undo', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    chmodSync(path, 0o750);
    await give(path, 'user.origin', 'c0ffee');
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const steps = [
        () => files.write(caller, 'a.txt', 'two'),
        () => files.edit(caller, 'a.txt', [{ oldText: 'two', newText: 'three' }], 'apply'),
        () => files.undo(caller, null),
      ];
      for (const step of steps) {
        assert.deepEqual(done(await step()).lost, []);
        assert.deepEqual(await attributesOf(path), { 'user.origin': 'c0ffee' });
        assert.equal(statSync(path).mode & 0o7777, 0o750);
      }
      assert.equal(readFileSync(path, 'utf8'), 'two');
    });
  });

  it('keeps its access control list, or says that it does not and is open to nobody else for that', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    await give(path, list, forSomebody);
    assert.equal(statSync(path).mode & 0o777, 0o660);
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const { lost } = done(await files.write(caller, 'a.txt', 'two'));
      const after = await attributesOf(path);
      if (after[list] === undefined) {
        assert.deepEqual(lost, ['its access control list']);
        // What stood in the place of the group was the mask: the group itself had nothing.
        assert.equal(statSync(path).mode & 0o777, 0o600);
      } else {
        assert.deepEqual(lost, []);
        assert.equal(after[list], forSomebody);
      }
    });
  });

  it('keeps a list that names nobody, in any case', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    const wanted = toList([
      [owner, 6],
      [group, 4],
      [mask, 6],
      [other, 0],
    ]);
    await give(path, list, wanted);
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      assert.deepEqual(done(await files.write(caller, 'a.txt', 'two')).lost, []);
      assert.equal((await attributesOf(path))[list], wanted);
    });
  });

  it('gets no list that its folder has for new files', async () => {
    const folder = makeFolder();
    const path = join(folder, 'sub/a.txt');
    mkdirSync(join(folder, 'sub'));
    writeFileSync(path, 'one');
    chmodSync(path, 0o640);
    await give(
      join(folder, 'sub'),
      'system.posix_acl_default',
      toList([
        [owner, 7],
        [user, 7, 4242],
        [group, 7],
        [mask, 7],
        [other, 0],
      ]),
    );
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      done(await files.write(caller, 'sub/a.txt', 'two'));
      assert.equal(list in (await attributesOf(path)), false);
      assert.equal(statSync(path).mode & 0o777, 0o640);
    });
  });

  it('that was set-user-id is not any more, and that is told', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    chmodSync(join(folder, 'a.txt'), 0o4755);
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const { lost } = done(await files.write(caller, 'a.txt', 'two'));
      assert.deepEqual(lost, ['its set-user-id, set-group-id or sticky bit']);
      assert.equal(statSync(join(folder, 'a.txt')).mode & 0o7777, 0o755);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
