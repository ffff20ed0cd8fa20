// Proves: install.verified. The script that records checksums: from bytes in hand that their publisher vouches for and that could be
// installed, and from no others; what is pinned is never overwritten.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { parseManifest } from '../../src/services/install/load-manifest.js';
import type { ComponentArchive } from '../../src/services/install/manifest-schema.js';
import { packageRoot } from '../../src/host/package-root.js';
import { type Ended, endOf } from '../support/command-line.js';
import { slow } from '../support/time.js';
import { type ArchiveServer, openArchiveServer, redirectTo } from './archive-server.js';
import { makeArchive } from './make-archive.js';
import { goodArchive, pin, sha256Of } from './stage.js';

const script = join(packageRoot(), 'dist-test/scripts/update-components.js');

describe('the script that fills the manifest', () => {
  let server: ArchiveServer;
  let folder = '';
  before(async () => {
    server = await openArchiveServer();
    folder = mkdtempSync(join(tmpdir(), 'pymcp-update-'));
    writeFileSync(join(folder, 'ca.crt'), server.ca);
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    server.instead.length = 0;
    server.serve(goodArchive);
  });
  const manifest = (): string => join(folder, 'manifest.json');
  const where = (): Partial<ComponentArchive> => ({ url: server.url, hosts: [server.host], pin: null });

  async function update(
    bytes: Buffer,
    changes: Partial<ComponentArchive>,
  ): Promise<Ended & { pins: unknown[] }> {
    const { component } = pin(bytes, { ...where(), ...changes });
    writeFileSync(manifest(), `${JSON.stringify({ components: [component] }, null, 2)}\n`);
    const env = { PATH: '/usr/bin:/bin', TMPDIR: folder, NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') };
    const child = spawn(process.execPath, [script, manifest()], { env, timeout: slow(60_000) });
    child.stdin.on('error', () => undefined).end();
    const ended = await endOf(child);
    const { components } = parseManifest(readFileSync(manifest(), 'utf8'));
    return { ...ended, pins: components.flatMap(({ archives }) => archives.map((archive) => archive.pin)) };
  }

  it('pins what the publisher vouches for, by SHA-512', async () => {
    const { exitCode, stderr, stdout, pins } = await update(goodArchive, {});
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^made 1\.0 any: pinned to sha256:[0-9a-f]{64}\n$/);
    const [found] = pins as [{ unpackedBytes: number }];
    assert.ok(found.unpackedBytes > 1000);
    const { unpackedBytes } = found;
    const expected = { sha256: sha256Of(goodArchive), bytes: goodArchive.length, unpackedBytes, entries: 3 };
    assert.deepEqual(pins, [expected]);
  });

  it('pins by a list of SHA-256, and by nothing where that is another', async () => {
    const publisher = { kind: 'sha256sums', url: `${server.url}.sums` } as const;
    const sums = (sum: string): void => {
      server.instead.push(
        (_request, response) => response.end(goodArchive),
        redirectTo('/sums'),
        (_request, response) => response.end(`${'0'.repeat(64)}  other.tgz\n${sum}  component.tgz\n`),
      );
    };
    sums(sha256Of(goodArchive));
    const right = await update(goodArchive, { publisher });
    assert.equal(right.exitCode, 0, right.stderr);
    sums('1'.repeat(64));
    const wrong = await update(goodArchive, { publisher });
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.stderr, /^error: made 1\.0 any: its publisher says another checksum$/m);
    assert.deepEqual(wrong.pins, [null]);
  });

  it('pins nothing that could not be installed', async () => {
    const link = makeArchive([{ name: 'package/main', type: '2', target: '/etc/passwd' }]);
    const other = makeArchive([{ name: 'package/other', body: 'x' }]);
    const bomb = makeArchive([{ name: 'package/main', body: Buffer.alloc(8 * 1024 * 1024) }]);
    for (const bytes of [link, other, bomb, Buffer.from('no archive')]) {
      server.serve(bytes);
      const { exitCode, pins, stderr } = await update(bytes, {});
      assert.equal(exitCode, 1, stderr);
      assert.deepEqual(pins, [null]);
    }
  });

  it('leaves a pin as it is, and says where the host has other bytes now', async () => {
    const recorded = { sha256: 'a'.repeat(64), bytes: 5, unpackedBytes: 5, entries: 1 };
    const { exitCode, pins, stderr } = await update(goodArchive, { pin: recorded });
    assert.equal(exitCode, 1);
    assert.deepEqual(pins, [recorded]);
    assert.match(
      stderr,
      /^error: made 1\.0 any: https:.* has another sha256, bytes, unpackedBytes, entries /m,
    );
    assert.match(stderr, /^hint: 1 archives need a person/m);
  });

  it('goes to no other host', async () => {
    server.instead.push(redirectTo('https://elsewhere.example/x'));
    const { exitCode, pins } = await update(goodArchive, {});
    assert.equal(exitCode, 1);
    assert.deepEqual(pins, [null]);
  });
});
