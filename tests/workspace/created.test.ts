// Proves: path.protected. What a run leaves for the host to execute or obey is told to the person.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { assertCompleted } from '../support/jail.js';
import { attempts, makeFolder, openJailOver } from '../support/workspace.js';

describe('protected files that a run creates', () => {
  it('are reported however they came to be: made, renamed, linked, as a symbolic link, in a moved folder', async () => {
    const folder = makeFolder({ 'sub/.git/config': 'x' });
    const jail = await openJailOver(folder, 'writable');
    const result = await jail.run(`${attempts}
os.makedirs(".vscode"); create(".vscode/tasks.json")
create("a"); os.rename("a", ".mcp.json")
create("b"); os.link("b", "CLAUDE.md")
os.symlink("/etc/passwd", ".envrc")
os.makedirs("tmp/.git/hooks"); os.rename("tmp", "lib")
create("server.key")
os.makedirs("closed/.husky"); os.chmod("closed", 0)
create("harmless.txt")`);
    chmodSync(join(folder, 'closed'), 0o755);
    assertCompleted(result);
    const created = ['.envrc', '.mcp.json', '.vscode', 'CLAUDE.md', 'lib/.git', 'server.key'];
    // Root can look into a closed folder; an ordinary user reports the folder itself.
    const closed = process.getuid?.() === 0 ? 'closed/.husky' : 'closed';
    assert.deepEqual(result.createdProtected, [...created, closed].sort());
  });

  it('are reported when they take the place of a link', async () => {
    const folder = makeFolder({ 'shared/settings.json': '{}' });
    symlinkSync('shared', join(folder, '.vscode'));
    const jail = await openJailOver(folder, 'writable');
    const result = await jail.run(`import os; os.unlink(".vscode"); os.mkdir(".vscode")`);
    assert.deepEqual(result.createdProtected, ['.vscode']);
  });

  it('are not there where nothing of the kind was done', async () => {
    const jail = await openJailOver(makeFolder({ '.git/config': 'x', '.env': 'x' }), 'writable');
    const result = await jail.run(`open("out.txt", "w").write("x")`);
    assertCompleted(result);
    assert.deepEqual(result.createdProtected, []);
  });

  it('are not hidden behind more folders or files than are looked through', async () => {
    const folder = makeFolder();
    const jail = await openJailOver(folder, 'writable');
    const result = await jail.run(`
import os
for _ in range(150): os.mkdir("d"); os.chdir("d")`);
    assertCompleted(result);
    assert.match(result.createdProtected.at(-1) ?? '', /^… not searched: .*100 levels/);
    await assert.rejects(jail.run('1'), /100 levels/);
  });

  it('are shown by name only, with nothing that a terminal would obey', async () => {
    const jail = await openJailOver(makeFolder(), 'writable');
    const result = await jail.run(`
for name in (b".env\\x1b[31m", b".env\\nerror: x", b".env\\xff"): open(name, "w").close()`);
    assertCompleted(result);
    assert.deepEqual(result.createdProtected, ['.env\\x0aerror: x', '.env\\x1b[31m', '.env\u00ff']);
  });
});

describe('pymcp run --workspace', () => {
  const folder = makeFolder({ 'data.txt': 'from the host\n', '.env': 'KEY=canary\n' });

  it('shows a folder, masks its secrets and passes the output through', async () => {
    const program =
      'print(open("data.txt").read(), end="")\ntry: open(".env")\nexcept OSError as e: print(e.strerror)';
    const ended = await pymcp(['run', '--workspace', folder, '-'], program);
    assert.deepEqual(
      [ended.exitCode, ended.stdout, ended.stderr],
      [0, 'from the host\nPermission denied\n', ''],
    );
  });

  it('writes only with --writable', async () => {
    const program = 'open("out.txt", "w").write("x")';
    const refused = await pymcp(['run', '--workspace', folder, '-'], program);
    assert.match(refused.stderr, /Read-only file system/);
    const done = await pymcp(['run', '--workspace', folder, '--writable', '-'], program);
    assert.deepEqual([done.exitCode, done.stderr], [0, '']);
    assert.equal(readFileSync(join(folder, 'out.txt'), 'utf8'), 'x');
  });

  it('warns of what the host would obey, and has it in --json', async () => {
    const program = 'import os; os.mkdir(".vscode")';
    const warned = await pymcp(['run', '--workspace', folder, '--writable', '-'], program);
    assert.equal(warned.exitCode, 0);
    assert.match(warned.stderr, /^warning: .*:\n {2}\.vscode\nhint: .*\n$/);
    const again = 'import os; os.makedirs("sub/.git")';
    const told = await pymcp(['run', '--workspace', folder, '--writable', '--json', '-'], again);
    const { created_protected } = JSON.parse(told.stdout) as { created_protected: string[] };
    assert.deepEqual(created_protected, ['sub/.git']);
    assert.equal(told.stderr, '');
  });

  it('refuses --writable without a workspace', async () => {
    const ended = await pymcp(['run', '--writable', '-'], '1');
    assert.equal(ended.exitCode, 2);
    assert.match(ended.stderr, /^error: --writable .*\nhint: .*--workspace/);
  });

  it('leaves the folder as it was when the run is over: no mount, no mask', () => {
    assert.equal(readFileSync(join(folder, '.env'), 'utf8'), 'KEY=canary\n');
    writeFileSync(join(folder, '.env'), 'KEY=new\n');
    mkdirSync(join(folder, '.vscode/more'));
    assert.ok(!readFileSync('/proc/self/mountinfo', 'utf8').includes(folder));
  });
});

alsoAsOrdinaryUser(import.meta.url);
