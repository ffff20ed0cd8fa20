// Proves: path.protected. Secrets in a workspace are not seen, and what the host executes or obeys cannot be changed.
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { attempts, makeFolder, openJailOver } from '../support/workspace.js';

const secret = `canary-${process.pid}`;
const secrets = [
  '.env',
  '.ENV.production',
  '.envrc',
  'deep/down/.env.local',
  'tls/server.pem',
  'tls/server.KEY',
  '.ssh/config',
  'home/.aws/credentials',
  '.npmrc',
  'id_ed25519.old',
  '.git/.env',
  'line\nbreak.pem',
] as const;
const obeyed = [
  '.git/hooks/pre-commit',
  '.vscode/tasks.json',
  '.mcp.json',
  'sub/.idea/x.xml',
  'CLAUDE.md',
] as const;
const ordinary = ['env.txt', 'src/main.py', 'sub/plain.txt', 'deep/down/plain.txt'] as const;

function makeProject(): string {
  const all = [...secrets, ...obeyed, ...ordinary];
  const folder = makeFolder(Object.fromEntries(all.map((path) => [path, secret])));
  linkSync(join(folder, '.env'), join(folder, 'src/other-name.txt'));
  linkSync(join(folder, '.ssh/config'), join(folder, 'src/third-name.txt'));
  writeFileSync(join(folder, 'src/target.txt'), secret);
  symlinkSync('src/target.txt', join(folder, '.env.link'));
  mkdirSync(join(folder, 'editor'));
  writeFileSync(join(folder, 'editor/settings.json'), secret);
  symlinkSync('editor', join(folder, '.zed'));
  writeFileSync(join(folder, Buffer.from('\xff\xfe.pem', 'latin1').toString('latin1')), secret);
  return folder;
}
const hidden = [...secrets, 'src/other-name.txt', 'src/third-name.txt', 'src/target.txt', '.env.link'];

const readAll = (paths: readonly string[]): string => `${attempts}
answer([attempt(read, path) for path in ${JSON.stringify(paths)}])`;

for (const access of ['read-only', 'writable'] as const) {
  describe(`secrets in a ${access} workspace`, () => {
    const folder = makeProject();

    it('are not seen under any name', async () => {
      const jail = await openJailOver(folder, access);
      const answers = await jail.ask<string[]>(readAll(hidden));
      assert.deepEqual(
        hidden.map((path, index) => [path, answers[index]]),
        hidden.map((path) => [path, 'EACCES']),
      );
    });

    it('are nowhere in what a program can read of the whole tree', async () => {
      const jail = await openJailOver(folder, access);
      const found = await jail.ask<string[]>(`${attempts}
found = []
for top, folders, names in os.walk("/workspace"):
    for name in names:
        path = os.path.join(top, name)
        try:
            if ${JSON.stringify(secret)}.encode() in read(path): found.append(os.path.relpath(path, "/workspace"))
        except OSError: pass
answer(sorted(found))`);
      assert.deepEqual(found, [...obeyed, ...ordinary, 'editor/settings.json'].sort());
    });

    it('cannot be uncovered', async () => {
      const jail = await openJailOver(folder, access);
      const answers = await jail.ask<string[]>(`${attempts}
answer([attempt(os.chmod, ".env", 0o777), attempt(os.unlink, ".env"), attempt(os.rename, ".env", "x"),
        attempt(os.rename, "src/main.py", ".env"), attempt(os.link, ".env", "x"), attempt(os.rename, ".ssh", "x"),
        attempt(os.rmdir, ".ssh"), attempt(os.chmod, ".ssh", 0o777), attempt(os.rename, "deep", "x"),
        attempt(os.rename, "deep/down", "x"), attempt(os.rename, "deep/down", "deep/x"), attempt(os.truncate, ".env", 0)])`);
      for (const answer of answers) assert.match(answer, /^(?:EROFS|EBUSY|EXDEV|EACCES)$/);
      for (const path of secrets) assert.equal(readFileSync(join(folder, path), 'utf8'), secret);
    });
  });
}

describe('what the host executes or obeys', () => {
  const folder = makeProject();

  it('is read, and cannot be changed, moved or replaced', async () => {
    const jail = await openJailOver(folder, 'writable');
    const answers = await jail.ask<string[][]>(`${attempts}
paths = ${JSON.stringify(obeyed)} + ["editor/settings.json"]
tops = [".git", ".vscode", ".mcp.json", "sub/.idea", "CLAUDE.md", "editor"]
answer([[attempt(read, path) for path in paths], [attempt(write, path) for path in paths],
        [attempt(os.rename, top, "x") for top in tops], [attempt(os.rename, "sub", "x"), attempt(create, ".git/hooks/new"),
         attempt(os.unlink, ".mcp.json"), attempt(os.rename, "env.txt", ".mcp.json"), attempt(os.chmod, ".git", 0o777)]])`);
    const [reads = [], ...changes] = answers;
    for (const answer of reads) assert.equal(answer, 'done');
    for (const answer of changes.flat()) assert.match(answer, /^(?:EROFS|EBUSY|EXDEV)$/);
    for (const path of obeyed) assert.equal(readFileSync(join(folder, path), 'utf8'), secret);
  });

  it('control: what is beside it can be changed', async () => {
    const jail = await openJailOver(folder, 'writable');
    const answers = await jail.ask<string[]>(`${attempts}
answer([attempt(write, path) for path in ${JSON.stringify(ordinary)}] + [attempt(os.rename, "src/main.py", "src/new.py")])`);
    for (const answer of answers) assert.equal(answer, 'done');
  });
});

describe('a secret that comes later', () => {
  it('is masked in the next sandbox of the same template', async () => {
    const folder = makeFolder({ 'a/b': '' });
    const jail = await openJailOver(folder, 'writable');
    assert.deepEqual(await jail.ask(readAll(['a/b'])), ['done']);
    writeFileSync(join(folder, 'a/.env'), secret);
    assert.deepEqual(await jail.ask(readAll(['a/b', 'a/.env'])), ['done', 'EACCES']);
    linkSync(join(folder, 'a/.env'), join(folder, 'a/c'));
    assert.deepEqual(await jail.ask(readAll(['a/b', 'a/.env', 'a/c'])), ['done', 'EACCES', 'EACCES']);
  });
});

alsoAsOrdinaryUser(import.meta.url);
