import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readPacks } from './read-packs.js';
import { OddTreeError, readTree } from './read-tree.js';
import { removeStrangeTree } from './remove-strange-tree.js';

const bounds = { mostFiles: 10, mostBytes: 3_000_000 };
const { signal } = new AbortController();

describe('readPacks', () => {
  let outer: string;
  let folder: string;
  beforeEach(() => {
    outer = mkdtempSync(join(tmpdir(), 'pymcp-packs-'));
    folder = join(outer, 'tree');
    mkdirSync(folder);
  });
  afterEach(() => removeStrangeTree(outer));

  const put = (name: string, ...parts: readonly (string | Buffer)[]): string => {
    const path = join(outer, name);
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
    return path;
  };
  const read = (...packs: readonly string[]): ReturnType<typeof readPacks> =>
    readPacks(packs, { folder, bounds, signal });
  const refused = (words: RegExp, ...parts: readonly (string | Buffer)[]): Promise<void> =>
    assert.rejects(
      read(put('pack', ...parts)),
      (error) => error instanceof OddTreeError && words.test(error.message),
    );

  it('makes read-only files of what is packed, and tells all of them in the order of the paths', async () => {
    const large = Buffer.alloc(2_500_000, 'large\n');
    const [one, other] = [
      put('0', 'x 2 b/c/x.so\nso', `f ${large.length} b/large\n`, large, 'f 0 empty\n'),
      put('1', 'f 6 a.py\na = 1\n', 'f 3 b/ä b.txt\n\n\n\n'),
    ];
    const found = await read(one, other);
    assert.deepEqual(
      found.map(({ path, kind, isExecutable, bytes }) => [path, kind, isExecutable, bytes]),
      [
        ['a.py', 'file', false, 6],
        ['b', 'folder', false, 0],
        ['b/c', 'folder', false, 0],
        ['b/c/x.so', 'file', true, 2],
        ['b/large', 'file', false, large.length],
        ['b/ä b.txt', 'file', false, 3],
        ['empty', 'file', false, 0],
      ],
    );
    assert.deepEqual(readFileSync(join(folder, 'b/large')), large);
    assert.equal(found[4]?.sha256, createHash('sha256').update(large).digest('hex'));
    for (const [path, mode] of [
      ['a.py', 0o444],
      ['b', 0o555],
      ['b/c/x.so', 0o555],
    ] as const)
      assert.equal(statSync(join(folder, path)).mode & 0o7777, mode, path);
    const again = await readTree(folder, bounds);
    assert.deepEqual(
      again.map(({ mode: _mode, uid: _uid, ...entry }) => entry),
      found,
    );
  });

  it('makes the same of any lengths, wherever a part of a pack ends', async () => {
    const bodies = Array.from({ length: 9 }, (_, index) =>
      Buffer.alloc(300_000 + index * 1_017, `${index}\n`),
    );
    await read(put('pack', ...bodies.flatMap((body, index) => [`f ${body.length} n${index}\n`, body])));
    for (const [index, body] of bodies.entries())
      assert.ok(readFileSync(join(folder, `n${index}`)).equals(body), String(index));
  });

  it('takes no path that leads elsewhere or misleads', async () => {
    for (const path of ['../a', 'b/../../a', '/tmp/a', 'b//a', './a', 'b\\a', 'a\u202eb', 'a\0b', '', 'b/'])
      await refused(/^the path ".*" (is|has) /, `f 1 ${path}\nx`);
    assert.equal(existsSync(join(outer, 'a')), false);
  });

  it('takes no path twice, and nothing in what is no folder', async () => {
    await refused(/"a" is there twice/, 'f 1 a\nx', 'f 1 a\ny');
    assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'x');
    await refused(/"b" is there twice/, 'f 1 b/a\nx', 'f 1 b\ny');
    await refused(/"c\/d\/e" is in what is no folder/, 'f 1 c\nx', 'f 1 c/d/e\ny');
  });

  it('takes no line that is none of its own', async () => {
    for (const line of ['l 1 a', 'd 0 a', 'f -1 a', 'f 01 a', 'f 1e3 a', 'f 9999999999999999 a', 'f 1', ''])
      await refused(/has a line that nobody understands/, `${line}\nx`);
    await refused(/has a line without an end/, `f 1 ${'a'.repeat(5_000)}\nx`);
    await refused(/has a line without an end/, 'f 1 a');
    await refused(/is no UTF-8/, Buffer.from([0x66, 0x20, 0x31, 0x20, 0xff, 0x0a, 0x78]));
  });

  it('notices a pack that ends in the middle', async () => {
    await refused(/ends in the middle of a file/, 'f 5 a\nabcd');
  });

  it('stops at more than is permitted, whether or not it is there', async () => {
    await refused(/too many bytes/, 'f 3000001 a\n');
    assert.equal(existsSync(join(folder, 'a')), false);
    await refused(/too many files/, ...Array.from({ length: 11 }, (_, index) => `f 0 n${index}\n`));
  });

  it('takes no pack that is not a file, and does not wait for it', async () => {
    const other = put('other', 'f 1 a\nx');
    symlinkSync(other, join(outer, 'link'));
    mkdirSync(join(outer, 'folder'));
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(outer, 'socket'), resolve);
    });
    try {
      for (const name of ['link', 'folder', 'socket', 'none'])
        await assert.rejects(
          read(join(outer, name)),
          (error) => error instanceof OddTreeError && error.message === `"${name}" is no file`,
        );
    } finally {
      server.close();
    }
  });

  it('follows no link that is in its way', async () => {
    symlinkSync(outer, join(folder, 'out'));
    await assert.rejects(read(put('pack', 'f 1 out/a\nx')), /EEXIST/);
    assert.equal(existsSync(join(outer, 'a')), false);
  });

  it('ends where it is told to', async () => {
    const wanted = { folder, bounds, signal: AbortSignal.abort(new Error('told to')) };
    await assert.rejects(readPacks([put('pack', 'f 1 a\nx', 'f 1 b\nx')], wanted), /told to/);
  });
});
