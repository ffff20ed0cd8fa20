// Proves: install.verified. Archives that were made to harm, with the right checksum: each is refused, nothing is made outside of where
// it is unpacked, and nothing is left of it.
import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { refusedWith } from '../support/gateway.js';
import { makeArchive, type TarEntry } from './make-archive.js';
import { goodArchive, install, openStage, pin, type Stage } from './stage.js';

const file = (name: string, more: Partial<TarEntry> = {}): TarEntry => ({ name, body: 'x', ...more });
/** A name that the header itself has no room for (POSIX.1-2001, pax). */
const paxNamed = (name: string): readonly TarEntry[] => {
  const record = ` path=${name}\n`;
  const length = record.length + 2;
  return [{ name: 'pax', type: 'x', body: `${length}${record}` }, file('harmless')];
};
const gnuNamed = (name: string): readonly TarEntry[] => [
  { name: '././@LongLink', type: 'L', body: `${name}\0` },
  file('harmless'),
];

const hostile: Readonly<Record<string, readonly TarEntry[]>> = {
  'a path with ..': [file('package/../../../escaped')],
  'a path that is ..': [file('..')],
  'a folder ..': [{ name: '../', type: '5' }],
  'an absolute path': [file('/tmp/pymcp-escaped')],
  'a path with .': [file('./package/main')],
  'an empty part': [file('package//main')],
  'a backslash': [file('package\\..\\escaped')],
  'a control character': [file('package/a\nb')],
  'bytes that are no UTF-8': [file('package/a\xff')],
  'a pax path with ..': paxNamed('../escaped'),
  'a pax path that is absolute': paxNamed('/tmp/escaped'),
  'a GNU long name with ..': gnuNamed('../escaped'),
  'a symbolic link': [{ name: 'package/link', type: '2', target: '/etc' }],
  'a symbolic link and a file through it': [{ name: 'a', type: '2', target: '/tmp' }, file('a/escaped')],
  'a hard link': [{ name: 'package/link', type: '1', target: '/etc/passwd' }],
  'a character device': [{ name: 'package/null', type: '3' }],
  'a block device': [{ name: 'package/disk', type: '4' }],
  'a FIFO': [{ name: 'package/fifo', type: '6' }],
  'a set-user-id bit': [file('package/main', { mode: 0o4755 })],
  'a set-group-id bit': [file('package/main', { mode: 0o2755 })],
  'a sticky folder': [{ name: 'package/', type: '5', mode: 0o1777 }],
  'one file twice': [file('package/main'), file('package/main')],
  'names that differ by case': [file('package/main'), file('package/MAIN')],
  'folders that differ by case': [file('package/main'), file('Package/other')],
  'names that differ by composition': [
    file(Buffer.from('caf\u00e9').toString('latin1')),
    file(Buffer.from('cafe\u0301').toString('latin1')),
  ],
  'a file that is a folder later': [file('package'), file('package/main')],
  'a folder that is a file later': [file('package/main'), file('package')],
  'too many entries': Array.from({ length: 51 }, (_, index) => file(`package/${index}`)),
  'too many bytes': [file('package/main', { body: Buffer.alloc(1_000_001) })],
  'a size that is not there': [file('package/main', { saidSize: 5_000 })],
  'a size beyond any disk': [file('package/main', { saidSize: 8 ** 11 - 1 })],
  'a path that is too deep': [file('a/'.repeat(33) + 'b')],
};

const damaged: Readonly<Record<string, Buffer>> = {
  'no compression': Buffer.from('this is no archive'),
  'no archive in it': gzipSync(Buffer.from('this is no archive'.repeat(100))),
  'a cut compression': goodArchive.subarray(0, -20),
  'a header whose checksum is wrong': gzipSync(Buffer.alloc(1024, 0x41)),
  'a bomb behind its end': makeArchive([file('package/main')], Buffer.alloc(64 * 1024 * 1024)),
};

describe('an archive that was made to harm', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = openStage();
  });
  afterEach(() => {
    stage.remove();
  });
  const given = (bytes: Buffer): string => {
    const path = join(stage.folder.path, '../../given.tgz');
    writeFileSync(path, bytes);
    return path;
  };
  const refuses = async (bytes: Buffer): Promise<void> => {
    await assert.rejects(
      install(stage, pin(bytes), { file: given(bytes) }),
      refusedWith('install.archive-refused'),
    );
    assert.deepEqual(stage.names(), []);
    const root = join(stage.folder.path, '../..');
    assert.deepEqual(readdirSync(root).sort(), ['given.tgz', 'isolated-pymcp']);
    assert.deepEqual(readdirSync(join(root, 'isolated-pymcp')), ['components']);
    assert.equal(existsSync('/tmp/pymcp-escaped'), false);
  };

  for (const [what, entries] of Object.entries(hostile))
    it(`is refused: ${what}`, () => refuses(makeArchive([file('before'), ...entries])));
  for (const [what, bytes] of Object.entries(damaged)) it(`is refused: ${what}`, () => refuses(bytes));

  it('is unpacked without its links, where the manifest says so', async () => {
    const bytes = makeArchive([
      file('package/main'),
      { name: 'package/link', type: '2', target: '/etc' },
      { name: 'package/hard', type: '1', target: '/etc/passwd' },
    ]);
    const { component } = await install(stage, pin(bytes, { links: 'leave-out' }), { file: given(bytes) });
    assert.deepEqual(readdirSync(component.folder, { recursive: true }).sort(), ['package', 'package/main']);
    assert.equal(lstatSync(component.main).isFile(), true);
    const through = makeArchive([{ name: 'a', type: '2', target: '/tmp' }, file('a/main')]);
    const other = await install(stage, pin(through, { links: 'leave-out' }), { file: given(through) });
    assert.equal(lstatSync(join(other.component.folder, 'a')).isDirectory(), true);
  });

  it('is unpacked where none of that is so: the refusals above can fail', async () => {
    const bytes = makeArchive([
      file('before'),
      ...gnuNamed(`package/${'n'.repeat(120)}`),
      ...paxNamed('package/pax'),
    ]);
    const { component } = await install(stage, pin(bytes), { file: given(bytes) });
    assert.equal(readdirSync(component.folder, { recursive: true }).length, 4);
  });
});
