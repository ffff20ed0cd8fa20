// Proves: install.verified. A byte that is another anywhere in an archive, one that is missing and one too many: nothing is unpacked,
// and nothing is left behind.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import { refusedWith } from '../support/gateway.js';
import { type ArchiveServer, openArchiveServer } from './archive-server.js';
import { goodArchive, goodPaths, install, openStage, pin, type Stage } from './stage.js';

const positions = 200;

describe('bytes that are not those that were recorded', () => {
  let server: ArchiveServer;
  let stage: Stage;
  before(async () => {
    server = await openArchiveServer();
  });
  after(() => {
    server.close();
  });
  beforeEach(() => {
    stage = openStage();
  });
  afterEach(() => {
    stage.remove();
  });
  const pinned = (bytes = goodArchive) => pin(bytes, { url: server.url, hosts: [server.host] });

  it('are installed where they are the right ones: the rest of this file can fail', async () => {
    server.serve(goodArchive);
    const { status, component } = await install(stage, pinned(), { ca: server.ca });
    assert.equal(status, 'installed');
    assert.deepEqual(readdirSync(component.folder, { recursive: true }).sort(), [...goodPaths]);
    assert.equal(statSync(component.main).mode & 0o7777, 0o755);
    assert.equal(statSync(join(component.folder, 'package/data/notes.txt')).mode & 0o7777, 0o644);
    assert.deepEqual(stage.names(), [`sha256-${component.sha256}`]);
    assert.equal((await install(stage, pinned(), { ca: server.ca })).status, 'present');
  });

  it(`are refused wherever one is another, at ${positions} positions`, async () => {
    const length = goodArchive.length;
    const tried = new Set(
      Array.from({ length: positions }, (_, index) => Math.floor((index * length) / positions)),
    );
    assert.ok(tried.size >= Math.min(positions, length), `${tried.size} positions of ${length} bytes`);
    for (const at of tried) {
      const changed = Buffer.from(goodArchive);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      server.serve(changed);
      await assert.rejects(install(stage, pinned(), { ca: server.ca }), refusedWith('install.wrong-bytes'));
      assert.deepEqual(stage.names(), [], `something is left of the byte ${at}`);
    }
  });

  it('are refused where some are missing or too many, from a file', async () => {
    const file = join(stage.folder.path, '../given.tgz');
    const wrong = [
      goodArchive.subarray(0, -1),
      Buffer.concat([goodArchive, Buffer.from('x')]),
      Buffer.alloc(0),
    ];
    for (const bytes of wrong) {
      writeFileSync(file, bytes);
      await assert.rejects(install(stage, pinned(), { file }), refusedWith('install.wrong-bytes'));
      assert.deepEqual(stage.names(), []);
    }
    writeFileSync(file, goodArchive);
    assert.equal((await install(stage, pinned(), { file })).status, 'installed');
    assert.deepEqual(readFileSync(file), goodArchive);
  });

  it('are refused where their publisher says something else', async () => {
    server.serve(goodArchive);
    const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
    const other = pin(goodArchive, {
      ...{ url: server.url, hosts: [server.host], publisher: { kind: 'sha512', integrity } },
    });
    await assert.rejects(install(stage, other, { ca: server.ca }), refusedWith('install.wrong-bytes'));
    assert.deepEqual(stage.names(), []);
  });
});
