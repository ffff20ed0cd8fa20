// What the file tools change: whole or not at all, in the file's own form, and back again while nobody else has changed it.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defaultLimits } from '../../src/core/limits.js';
import { parseSecretName } from '../../src/core/names.js';
import { compileRedactor } from '../../src/secrets/redact/compile-redactor.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { done, refused, textQuery, withFileTools } from '../support/file-tools.js';
import { sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { makeFolder } from '../support/workspace.js';

describe('an edit', () => {
  it('keeps encoding, byte order mark, line ends, unknown bytes and mode', async () => {
    const folder = makeFolder();
    const forms: Readonly<Record<string, [before: Buffer, after: Buffer]>> = {
      crlf: [Buffer.from('a\r\nold\r\n'), Buffer.from('a\r\nnew\r\nline\r\n')],
      bom: [Buffer.from('\ufeffold\n'), Buffer.from('\ufeffnew\nline\n')],
      utf16: [Buffer.from('\ufeffold é\n', 'utf16le'), Buffer.from('\ufeffnew\nline é\n', 'utf16le')],
      latin1: [Buffer.from('é old\n', 'latin1'), Buffer.from('é new\nline\n', 'latin1')],
      mixed: [Buffer.from('a\r\nold\nb'), Buffer.from('a\r\nnew\nline\nb')],
    };
    for (const [name, [before]] of Object.entries(forms)) writeFileSync(join(folder, name), before);
    chmodSync(join(folder, 'crlf'), 0o640);
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      for (const [name, [, after]] of Object.entries(forms)) {
        done(await files.edit(caller, name, [{ oldText: 'old', newText: 'new\nline' }], 'apply'));
        assert.deepEqual(readFileSync(join(folder, name)), after, name);
      }
      assert.equal(statSync(join(folder, 'crlf')).mode & 0o777, 0o640);
      assert.equal(statSync(join(folder, 'crlf')).uid, process.getuid?.());
    });
  });

  it('that does not match says what is there instead, and one that matches twice where', async () => {
    const text =
      'def add(a, b):\n    return a + b\n\ndef sub(a, b):\n    return a - b\n\ndef add(a, b):\n    pass\n';
    const folder = makeFolder({ 'm.py': text, 'data.bin': 'a\0b' });
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const edit = (oldText: string): ReturnType<typeof files.edit> =>
        files.edit(caller, 'm.py', [{ oldText, newText: 'x' }], 'apply');
      assert.match(refused(await edit('def subtract(a, b):\n    return a - b')), /5: " {4}return a - b"/);
      assert.match(refused(await edit('def add(a, b):')), /2 times, at the lines 1, 7/);
      assert.match(refused(await edit('nothing like it')), /none like it/);
      refused(await files.edit(caller, 'data.bin', [{ oldText: 'a', newText: 'x' }], 'apply'));
      assert.equal(readFileSync(join(folder, 'm.py'), 'utf8'), text);
      // Blanks alone differ.
      const planned = done(
        await files.edit(caller, 'm.py', [{ oldText: 'return a - b', newText: 'return b' }], 'plan'),
      );
      assert.match(planned.diff, /-\s+return a - b\n\+\s+return b/);
      assert.equal(readFileSync(join(folder, 'm.py'), 'utf8'), text);
      done(
        await files.edit(
          caller,
          'm.py',
          [{ oldText: 'def sub(a, b):\nreturn a - b', newText: 'def sub(a, b):\nreturn b - a' }],
          'apply',
        ),
      );
      assert.match(readFileSync(join(folder, 'm.py'), 'utf8'), /def sub\(a, b\):\n/);
    });
  });

  it('of many callers at once loses none of them', async () => {
    const folder = makeFolder({ 'list.txt': 'end\n' });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      const edits = Array.from({ length: 12 }, (_, number) =>
        files.edit(caller, 'list.txt', [{ oldText: 'end', newText: `${number}\nend` }], 'apply'),
      );
      for (const answer of await Promise.all(edits)) done(answer);
      assert.equal((await read('list.txt')).split('\n').length, 14);
    });
  });
});

describe('undo', () => {
  it('goes backwards step by step: edits, new files, moves and folders', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      done(await files.write(caller, 'a.txt', 'two'));
      done(await files.write(caller, 'new.txt', 'new'));
      done(await files.makeFolder(caller, 'x/y'));
      done(await files.move(caller, 'a.txt', 'x/y/a.txt'));
      assert.equal(done(await files.listChanges(caller)).length, 4);
      for (let step = 0; step < 4; step += 1) done(await files.undo(caller, null));
      assert.equal(await read('a.txt'), 'one');
      assert.deepEqual(readdirSync(folder), ['a.txt']);
      refused(await files.undo(caller, null));
      // What was taken back can be made again, by its own id.
      const again = done(await files.listChanges(caller)).find(({ record }) => record.kind === 'remove');
      done(await files.undo(caller, again?.id ?? 0));
      assert.equal(await read('new.txt'), 'new');
    });
  });

  it('is refused where somebody has changed the file since, and says so', async () => {
    const folder = makeFolder({ 'a.txt': 'one' });
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const { changeId } = done(await files.write(caller, 'a.txt', 'two'));
      writeFileSync(join(folder, 'a.txt'), 'mine');
      assert.match(refused(await files.undo(caller, changeId)), /not as the change left it/);
      assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'mine');
    });
  });

  it('keeps no file that holds a known secret, and no mask takes its place', async () => {
    const value = 'pk_0123456789abcdefghij';
    const folder = makeFolder({ 'settings.ini': `user = x\nkey = ${value}\n` });
    const redactor = compileRedactor([{ name: parseSecretName('GH_PAT'), value }]);
    await withFileTools(
      folder,
      'writable',
      async ({ files, caller, read, undo }) => {
        const shown = await read('settings.ini');
        assert.equal(shown, 'user = x\nkey = [secret GH_PAT]\n');
        assert.match(refused(await files.write(caller, 'settings.ini', shown)), /would replace the secret/);
        const edited = done(
          await files.edit(caller, 'settings.ini', [{ oldText: 'user = x', newText: 'user = y' }], 'apply'),
        );
        assert.match(edited.notKept ?? '', /known secret/);
        assert.ok(!JSON.stringify([edited, await undo.list()]).includes(value));
        assert.equal(readFileSync(join(folder, 'settings.ini'), 'utf8'), `user = y\nkey = ${value}\n`);
      },
      { redactor },
    );
  });
});

describe('a worker', () => {
  it('that is killed in the middle of a search is replaced, and reads go on beside it', async () => {
    const folder = makeFolder({ 'a.txt': `${'a'.repeat(60)}!\n` });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      const hostile = { ...textQuery, pattern: '(a|aa)+$', isRegex: true };
      const search = files.searchText(caller, '', hostile);
      assert.match(await read('a.txt'), /^aa/);
      await waitFor('the search takes time', () => busiest() !== null);
      process.kill(busiest() ?? 0, 'SIGKILL');
      assert.match(refused(await search), /files\.failed/);
      assert.equal(done(await files.searchText(caller, '', textQuery)).total, 1);
    });
  });

  it('that was killed leaves no temporary file for longer than to the next change', async () => {
    const folder = makeFolder({ 'sub/a.txt': 'x' });
    await withFileTools(folder, 'writable', async ({ files, caller, undo }) => {
      const temporary = '.pymcp-0123456789abcdef';
      const common = {
        kind: 'write',
        tool: 'write_file',
        undoes: null,
        path: 'sub/a.txt',
        before: null,
      } as const;
      await undo.keep({ ...common, notKept: null, after: '0'.repeat(64), temporary }, null);
      makeForgotten(undo.folder);
      writeFileSync(join(folder, 'sub', temporary), 'half');
      done(await files.write(caller, 'b.txt', 'x'));
      assert.ok(!existsSync(join(folder, 'sub', temporary)));
    });
  });

  it('that has no room for a file leaves the old one and nothing else', async () => {
    const folder = makeFolder({ 'a.txt': 'old' });
    const limits = { ...defaultLimits, fileBytes: 64 * 1024 };
    await withFileTools(
      folder,
      'writable',
      async ({ files, caller }) => {
        assert.match(
          refused(await files.write(caller, 'a.txt', 'x'.repeat(100_000))),
          /larger than a file may be/,
        );
        assert.deepEqual(readdirSync(folder), ['a.txt']);
        assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'old');
        assert.equal(done(await files.listChanges(caller)).length, 0);
      },
      { limits },
    );
  });
});

describe('large and strange files', () => {
  it('are read in part: head, tail and lines of a file of 40 MB, a line without end, no text', async () => {
    const folder = makeFolder({ 'b.bin': 'a\0b', 'long.txt': 'é'.repeat(100_000), 'empty.txt': '' });
    const line = `${'x'.repeat(99)}\n`;
    writeFileSync(join(folder, 'big.txt'), `first\n${line.repeat(400_000)}last\n`);
    await withFileTools(folder, 'read-only', async ({ files, caller, read }) => {
      const part = async (range: object): Promise<string> =>
        done(await files.readText(caller, 'big.txt', { mostBytes: 10_000, ...range })).content;
      assert.equal(await part({ head: 1 }), 'first\n');
      assert.equal(await part({ tail: 1 }), 'last\n');
      assert.equal(await part({ startLine: 400_002, endLine: 400_002 }), 'last\n');
      assert.equal((await part({})).length, 9_906);
      const long = done(await files.readText(caller, 'long.txt', { mostBytes: 1_001 }));
      assert.deepEqual([long.content, long.truncated], ['é'.repeat(500), true]);
      assert.match(refused(await files.readText(caller, 'b.bin', { mostBytes: 9 })), /no text/);
      assert.equal(await read('empty.txt'), '');
      assert.match(refused(await files.write(caller, 'empty.txt', 'x')), /read-only/);
    });
  });

  it('of .gitignore are left out of trees and searches, unless they are asked for', async () => {
    const folder = makeFolder({
      '.gitignore': 'build/\n*.log\n!keep.log\n/top.txt\n',
      'top.txt': 'needle',
      'sub/top.txt': 'needle',
      'build/out.txt': 'needle',
      'a.log': 'needle',
      'keep.log': 'needle',
      'sub/.gitignore': 'deep/*\n',
      'sub/deep/x.txt': 'needle',
    });
    mkdirSync(join(folder, '.git'));
    await withFileTools(folder, 'read-only', async ({ files, caller }) => {
      const search = { ...textQuery, pattern: 'needle' };
      const found = done(await files.searchText(caller, '', search));
      assert.deepEqual(
        found.matches.map(({ path }) => path),
        ['keep.log', 'sub/top.txt'],
      );
      assert.equal(done(await files.searchText(caller, '', { ...search, withIgnored: true })).total, 6);
      const tree = done(await files.tree(caller, '', { excluded: ['*.log'], withIgnored: false }));
      assert.deepEqual(
        tree.entries.map(({ path }) => path),
        ['.gitignore', 'sub', 'sub/.gitignore', 'sub/deep', 'sub/top.txt'],
      );
      const named = { excluded: [], withIgnored: false, most: 10, pattern: '**/top.*' };
      assert.equal(done(await files.searchFiles(caller, '', named)).total, 1);
      // Below a folder the rules of those above it hold.
      assert.equal(done(await files.searchText(caller, 'sub', search)).total, 1);
    });
  });
});

/** The process of a sandbox that has used the processor for half a second and more. */
function busiest(): number | null {
  const busy = sandboxProcessesOf(process.pid).find(({ pid }) => {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    return Number(rest.split(' ')[11]) >= 50;
  });
  return busy?.pid ?? null;
}

/** As if the gateway that wrote them had been killed. */
function makeForgotten(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const record = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
    writeFileSync(
      join(folder, name),
      JSON.stringify({ ...record, gateway: { pid: process.pid, start: '1' } }),
    );
  }
}

alsoAsOrdinaryUser(import.meta.url);
