// What the tests of the reference server (@modelcontextprotocol/server-filesystem) say of its behaviour, asked of ours by a
// client: the same, or different for the reason that docs/files.md has. In our words; none of its code is here.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openClient, type ServedClient, type ToolResult } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const home = mkdtempSync(join(tmpdir(), 'pymcp-reference-home-'));
after(() => {
  rmSync(home, { recursive: true, force: true });
});

interface Bench {
  readonly folder: string;
  readonly call: ServedClient['call'];
  /** What of a file is there after an edit. */
  readonly edited: (before: string, edits: readonly Edit[]) => Promise<string>;
}

type Edit = readonly [oldText: string, newText: string];
type Check = (bench: Bench) => Promise<void>;

const ok = ({ fields, text }: ToolResult): ToolResult['fields'] => {
  assert.equal(fields['status'], 'done', text);
  return fields;
};
const no = ({ fields }: ToolResult, message: RegExp): void => {
  assert.equal(fields['status'], 'refused');
  assert.match(String(fields['message']), message);
};
const names = (fields: ToolResult['fields'], key: string, name: string): string[] =>
  (fields[key] as readonly Record<string, string>[]).map((one) => one[name] ?? '');
const treeOf = async ({ call }: Bench, excludePatterns: readonly string[]): Promise<string[]> =>
  String(ok(await call('directory_tree', { path: 'tree', excludePatterns }))['tree']).split('\n');

const edits: Readonly<Record<string, Check>> = {
  'replaces text, keeps the rest, and shows the difference': async ({ call, folder }) => {
    writeFileSync(join(folder, 'e.txt'), 'line1\nline2\nline3\n');
    const asked = { path: 'e.txt', edits: [{ oldText: 'line2', newText: 'changed line2' }] };
    assert.match(String(ok(await call('edit_file', asked))['diff']), /-line2\n\+changed line2/);
    assert.equal(readFileSync(join(folder, 'e.txt'), 'utf8'), 'line1\nchanged line2\nline3\n');
  },
  'takes dollar signs in the new text as they are': async ({ edited }) => {
    assert.equal(await edited('a\nb\n', [['b', "$$ $& $` $' $1"]]), "a\n$$ $& $` $' $1\n");
  },
  'writes nothing in a dry run': async ({ call, folder }) => {
    writeFileSync(join(folder, 'e.txt'), 'old');
    const asked = { path: 'e.txt', edits: [{ oldText: 'old', newText: 'new' }], dryRun: true };
    assert.match(String(ok(await call('edit_file', asked))['diff']), /\+new/);
    assert.equal(readFileSync(join(folder, 'e.txt'), 'utf8'), 'old');
  },
  'makes several edits one after the other': async ({ edited }) => {
    const both: readonly Edit[] = [
      ['one', 'first'],
      ['first two', 'third'],
    ];
    assert.equal(await edited('one two\n', both), 'third\n');
  },
  'finds lines that differ in their blanks, and keeps the indentation of the file': async ({ edited }) => {
    const before = 'if x:\n        do()\n        end()\n';
    assert.equal(
      await edited(before, [['do()\nend()', 'other()\nend()']]),
      'if x:\n        other()\n        end()\n',
    );
    assert.equal(await edited('  a\n    b\n', [['b', 'c']]), '  a\n    c\n');
  },
  'keeps the lines of a new text that are further in than the first': async ({ edited }) => {
    const before = 'def f():\n    a()\n    return 1\n';
    const after = 'def f():\n    if x:\n        a()\n    return 2\n';
    assert.equal(
      await edited(before, [['    a()\n    return 1', '    if x:\n        a()\n    return 2']]),
      after,
    );
  },
  'refuses an edit that matches nothing, and changes nothing': async ({ call, folder }) => {
    writeFileSync(join(folder, 'e.txt'), 'old');
    no(await call('edit_file', { path: 'e.txt', edits: [{ oldText: 'no', newText: 'x' }] }), /not in/);
    assert.equal(readFileSync(join(folder, 'e.txt'), 'utf8'), 'old');
  },
  'DIFFERS: keeps CRLF, where the reference server makes LF of it': async ({ edited }) => {
    assert.equal(await edited('1\r\n2\r\n', [['1\n2', '1\n3']]), '1\r\n3\r\n');
  },
  'DIFFERS: refuses a text that is there twice, where the reference server takes the first': async ({
    call,
    folder,
  }) => {
    writeFileSync(join(folder, 'e.txt'), 'a a');
    no(await call('edit_file', { path: 'e.txt', edits: [{ oldText: 'a', newText: 'b' }] }), /2 times/);
  },
};

const reading: Readonly<Record<string, Check>> = {
  'reads the first and the last lines, also of an empty file and where fewer are there': async ({ call }) => {
    const read = async (path: string, range: object): Promise<unknown> =>
      ok(await call('read_text_file', { path, ...range }))['content'];
    assert.equal(await read('lines.txt', { tail: 2 }), 'four\nfive\n');
    assert.equal(await read('lines.txt', { head: 2 }), 'one\ntwo\n');
    assert.equal(await read('lines.txt', { head: 99 }), 'one\ntwo\nthree\nfour\nfive\n');
    assert.equal(await read('lines.txt', { tail: 99 }), 'one\ntwo\nthree\nfour\nfive\n');
    for (const range of [{ head: 5 }, { tail: 5 }, {}]) assert.equal(await read('empty.txt', range), '');
  },
  'refuses head and tail together': async ({ call }) => {
    no(await call('read_text_file', { path: 'lines.txt', head: 1, tail: 1 }), /only one/);
  },
  'says what is not there, and which of several could not be read': async ({ call }) => {
    no(await call('read_text_file', { path: 'none.txt' }), /not there/);
    const { text } = await call('read_multiple_files', { paths: ['lines.txt', 'none.txt'] });
    assert.match(text, /'none.txt' is not there[\s\S]*three/);
  },
  'tells size, times and permissions of files and folders': async ({ call }) => {
    const file = ok(await call('get_file_info', { path: 'lines.txt' }));
    assert.deepEqual([file['kind'], file['size']], ['file', 24]);
    assert.match(String(file['modified']), /^\d{4}-\d\d-\d\dT/);
    assert.match(String(file['permissions']), /644/);
    assert.equal(ok(await call('get_file_info', { path: 'tree' }))['kind'], 'folder');
  },
  'gives pictures and sound as such, with their bytes': async ({ call, folder }) => {
    for (const [name, type, mimeType] of [
      ['a.png', 'image', 'image/png'],
      ['a.mp3', 'audio', 'audio/mpeg'],
    ] as const) {
      const bytes = Buffer.from([0x89, 0, 0xff, 3]);
      writeFileSync(join(folder, name), bytes);
      const { raw } = await call('read_media_file', { path: join(folder, name) });
      const block = raw.content.find((one) => one.type === type);
      assert.ok(block?.type === 'image' || block?.type === 'audio', JSON.stringify(raw.content));
      assert.deepEqual([block.mimeType, block.data], [mimeType, bytes.toString('base64')]);
    }
  },
  'gives anything else as a resource, its address encoded': async ({ call, folder }) => {
    const bytes = Buffer.from([0, 1, 0xff, 0xfe]);
    writeFileSync(join(folder, 'my café.bin'), bytes);
    const { raw } = await call('read_media_file', { path: join(folder, 'my café.bin') });
    const block = raw.content.find((one) => one.type === 'resource');
    assert.ok(block?.type === 'resource' && 'blob' in block.resource, JSON.stringify(raw.content));
    assert.match(block.resource.uri, /\/workspace\/my%20caf%C3%A9\.bin$/);
    assert.deepEqual(
      [block.resource.mimeType, block.resource.blob],
      ['application/octet-stream', bytes.toString('base64')],
    );
  },
};

const searching: Readonly<Record<string, Check>> = {
  'finds by a glob, without what is excluded': async ({ call }) => {
    const asked = { path: 'found', pattern: '*test*', excludePatterns: ['*.log', 'node_modules'] };
    assert.deepEqual(names(ok(await call('search_files', asked)), 'matches', 'path'), [
      'found/important_test.js',
      'found/test.backup',
      'found/test.txt',
    ]);
  },
  'leaves out of a tree a name at every depth, and nothing that only begins like it': async (bench) => {
    assert.deepEqual(await treeOf(bench, ['node_modules']), [
      'nested/',
      '  a.js',
      'node_modules.txt',
      'src/',
      '  index.js',
    ]);
    assert.deepEqual(await treeOf(bench, ['*.txt', 'src']), [
      'nested/',
      '  a.js',
      '  node_modules/',
      '    deep.js',
      'node_modules/',
      '  module.js',
    ]);
    assert.equal((await treeOf(bench, [])).length, 9);
  },
  'lists a folder, with sizes and in their order': async ({ call }) => {
    assert.deepEqual(
      names(ok(await call('list_directory', { path: 'found' })), 'entries', 'name').slice(0, 2),
      ['important_test.js', 'node_modules'],
    );
    const sized = ok(await call('list_directory_with_sizes', { path: '.', sortBy: 'size' }));
    assert.equal(names(sized, 'entries', 'name').at(0), 'large.txt');
  },
  'DIFFERS: .git is in no tree, secrets are named and not shown': async ({ call, folder }) => {
    const served = ok(await call('list_directory', { path: 'guarded' }));
    assert.deepEqual(
      (served['entries'] as { name: string; kind: string }[]).find(({ name }) => name === '.env')?.kind,
      'protected',
    );
    assert.doesNotMatch(String(ok(await call('directory_tree', { path: 'guarded' }))['tree']), /\.git\//);
    no(await call('read_text_file', { path: join(folder, 'guarded/.env') }), /protected/);
  },
};

const paths: Readonly<Record<string, Check>> = {
  'takes paths relative to the workspace, and absolute ones in it': async ({ call, folder }) => {
    for (const path of [
      'lines.txt',
      './tree/../lines.txt',
      join(folder, 'lines.txt'),
      `${folder}//lines.txt`,
    ])
      ok(await call('read_text_file', { path }));
  },
  'refuses those that only begin like it, lead out of it, or hold a NUL': async ({ call, folder }) => {
    for (const path of [
      `${folder}x/lines.txt`,
      `${folder}-other`,
      '../lines.txt',
      'tree/../../x',
      '/etc/passwd',
      'a\0.txt',
    ])
      no(await call('read_text_file', { path }), /leads out|NUL/);
  },
  'takes names with blanks, percent signs, dots and other scripts as they are': async ({ call, folder }) => {
    for (const name of ['a b.txt', '100%.txt', '%2e%2e', '...', 'тест.txt', '文件.txt']) {
      ok(await call('write_file', { path: name, content: name }));
      assert.equal(readFileSync(join(folder, name), 'utf8'), name);
    }
  },
  'writes a new file where its folder is, and refuses where it is not': async ({ call }) => {
    ok(await call('write_file', { path: 'tree/new.txt', content: 'x' }));
    no(await call('write_file', { path: 'none/new.txt', content: 'x' }), /not there/);
    ok(await call('create_directory', { path: 'none/deep' }));
    ok(await call('create_directory', { path: 'none/deep' }));
    ok(await call('write_file', { path: 'none/deep/new.txt', content: 'x' }));
  },
  'moves a file, and never over another': async ({ call, folder }) => {
    writeFileSync(join(folder, 'from.txt'), 'from');
    writeFileSync(join(folder, 'there.txt'), 'there');
    no(await call('move_file', { source: 'from.txt', destination: 'there.txt' }), /there already/);
    ok(await call('move_file', { source: 'from.txt', destination: 'to.txt' }));
    assert.equal(readFileSync(join(folder, 'to.txt'), 'utf8'), 'from');
  },
  'follows links in the workspace and none that leads out, to read and to write': async ({
    call,
    folder,
  }) => {
    const outside = makeFolder({ 'out.txt': 'outside' });
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'new.txt'), join(folder, 'out-new'));
    symlinkSync('chain2', join(folder, 'chain1'));
    symlinkSync('lines.txt', join(folder, 'chain2'));
    ok(await call('read_text_file', { path: 'chain1' }));
    no(await call('read_text_file', { path: 'out/out.txt' }), /leads out/);
    for (const path of ['out/out.txt', 'out/new.txt', 'out-new'])
      no(await call('write_file', { path, content: 'x' }), /leads out/);
    assert.equal(readFileSync(join(outside, 'out.txt'), 'utf8'), 'outside');
  },
  'DIFFERS: a path is taken as it is, without quotes taken off, ~ put in or backslashes turned': async ({
    call,
  }) => {
    for (const path of ['"lines.txt"', 'tree\\src']) no(await call('read_text_file', { path }), /not there/);
    no(await call('read_text_file', { path: '~/lines.txt' }), /no home/);
  },
  'DIFFERS: one folder, named when it starts': async ({ call }) => {
    assert.deepEqual(ok(await call('list_allowed_directories'))['directories'], ['/workspace']);
  },
};

describe('the reference server says that', () => {
  it('every behaviour that its tests state is ours, or differs for a reason that is written down', async (context) => {
    const folder = makeFolder({
      ...{ 'lines.txt': 'one\ntwo\nthree\nfour\nfive\n', 'empty.txt': '', 'large.txt': 'x'.repeat(5000) },
      ...{ 'tree/src/index.js': '', 'tree/node_modules/module.js': '', 'tree/node_modules.txt': '' },
      ...{ 'tree/nested/node_modules/deep.js': '', 'tree/nested/a.js': '' },
      ...{
        'found/test.txt': '',
        'found/test.log': '',
        'found/test.backup': '',
        'found/important_test.js': '',
      },
      ...{ 'found/node_modules/test.txt': '', 'guarded/.env': 'SECRET=1', 'guarded/.git/config': '' },
    });
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: join(home, 'state') };
    const args = ['--workspace', folder, '--writable', '--services', 'files'];
    const served = await openClient('2025-11-25', args, env);
    const edited: Bench['edited'] = async (before, wanted) => {
      writeFileSync(join(folder, 'e.txt'), before);
      const asked = wanted.map(([oldText, newText]) => ({ oldText, newText }));
      ok(await served.call('edit_file', { path: 'e.txt', edits: asked }));
      return readFileSync(join(folder, 'e.txt'), 'utf8');
    };
    try {
      for (const [part, table] of Object.entries({ reading, searching, paths, edits }))
        for (const [behaviour, check] of Object.entries(table))
          await context.test(`${part}: it ${behaviour}`, () => check({ folder, call: served.call, edited }));
    } finally {
      await served.close();
    }
  });
});
