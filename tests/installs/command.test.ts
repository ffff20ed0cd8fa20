// Proves: install.verified, audit.chain. `pymcp install` as a person meets it, with a manifest and a host of the test's own: what it
// prints, what it refuses, and what is written down.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Component } from '../../src/services/install/manifest-schema.js';
import { packageRoot } from '../../src/host/package-root.js';
import { makeAuditHome } from '../support/audit-home.js';
import { type Ended, endOf } from '../support/command-line.js';
import { slow } from '../support/time.js';
import { type ArchiveServer, openArchiveServer } from './archive-server.js';
import { goodArchive, pin, sha256Of } from './stage.js';

describe('pymcp install', () => {
  const home = makeAuditHome();
  let server: ArchiveServer;
  let copy = '';
  before(async () => {
    server = await openArchiveServer();
    server.serve(goodArchive);
    copy = mkdtempSync(join(tmpdir(), 'pymcp-install-'));
    for (const part of ['dist-test/src', 'package.json'])
      cpSync(join(packageRoot(), part), join(copy, part), { recursive: true });
    symlinkSync(join(packageRoot(), 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, 'components'));
    writeFileSync(join(copy, 'ca.crt'), server.ca);
    offer(toComponent());
  });
  after(() => {
    server.close();
    rmSync(copy, { recursive: true, force: true });
  });

  function toComponent(changes: Partial<Component['archives'][number]> = {}): Component {
    return pin(goodArchive, { url: server.url, hosts: [server.host], ...changes }).component;
  }
  function offer(...components: readonly unknown[]): void {
    writeFileSync(join(copy, 'components/manifest.json'), JSON.stringify({ components }));
  }
  const data = join(home.folder, 'data');
  const pymcp = (...args: readonly string[]): Promise<Ended> => pymcpIn(process.cwd(), ...args);
  function pymcpIn(cwd: string, ...args: readonly string[]): Promise<Ended> {
    const env = {
      ...home.env,
      XDG_DATA_HOME: data,
      HOME: home.folder,
      PATH: process.env['PATH'] ?? '',
      NODE_EXTRA_CA_CERTS: join(copy, 'ca.crt'),
    };
    const words = [join(copy, 'dist-test/src/cli/main.js'), 'install', ...args];
    const child = spawn(process.execPath, words, { env, cwd, timeout: slow(60_000) });
    child.stdin.on('error', () => undefined).end();
    return endOf(child);
  }

  it('installs, prints where it is, and writes down what', async () => {
    const before = await pymcp('--list');
    assert.match(before.stdout, /^made +1\.0 +available +0\.0 MB +MIT +made by a test$/m);
    const { exitCode, stdout, stderr } = await pymcp('made');
    assert.equal(exitCode, 0, stderr);
    const path = stdout.trimEnd();
    const folder = join(data, 'isolated-pymcp/components', `sha256-${sha256Of(goodArchive)}`);
    assert.equal(path, join(folder, 'content/package/main'));
    assert.equal(readFileSync(path, 'utf8'), '#!/bin/sh\n');
    assert.match(
      stderr,
      /^downloading\nchecking size and SHA-256\nunpacking\nwriting it to the disk\nmade 1\.0 is installed\n$/,
    );
    assert.match((await pymcp('--list')).stdout, /^made +1\.0 +installed /m);
    const again = await pymcp('made', '--json');
    const shown = JSON.parse(again.stdout) as Record<string, unknown>;
    const { status, name, version, main } = shown;
    assert.deepEqual(
      { status, name, version, main },
      { status: 'present', name: 'made', version: '1.0', main: path },
    );
    const call = (await home.records()).filter(({ kind }) => kind === 'call')[0];
    assert.deepEqual(
      ['service', 'tool', 'access', 'subjects'].map((key) => call?.[key]),
      ['install', 'made', 'write', ['made 1.0', `sha256:${sha256Of(goodArchive)}`, server.url]],
    );
  });

  it('takes an archive of npm from the registry that npm is set to, whatever the folder says', async () => {
    rmSync(data, { recursive: true });
    offer(toComponent({ url: 'npm:@of/made@1.0.0', hosts: [] }));
    writeFileSync(join(home.folder, '.npmrc'), `registry=https://${server.host}/npm/\n`);
    const elsewhere = join(copy, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'package.json'), '{}');
    writeFileSync(join(elsewhere, '.npmrc'), 'registry=https://localhost:1/\n');
    const asked: (string | undefined)[] = [];
    server.instead.push((request, response) => {
      asked.push(request.url);
      response.end(goodArchive);
    });
    const { exitCode, stderr } = await pymcpIn(elsewhere, 'made');
    offer(toComponent());
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(asked, ['/npm/@of/made/-/made-1.0.0.tgz']);
    assert.match((await pymcp('--list')).stdout, /^made +1\.0 +installed /m);
  });

  it('installs from a file, and lists as JSON', async () => {
    rmSync(data, { recursive: true });
    const file = join(copy, 'given.tgz');
    writeFileSync(file, goodArchive);
    const asked = server.ranges.length;
    const { exitCode, stderr } = await pymcp('made', '--file', file);
    assert.equal(exitCode, 0, stderr);
    assert.equal(server.ranges.length, asked);
    const { components } = JSON.parse((await pymcp('--list', '--json')).stdout) as {
      components: { name: string; state: string; sha256: string }[];
    };
    assert.deepEqual(
      components.map(({ name, state, sha256 }) => [name, state, sha256]),
      [['made', 'installed', sha256Of(goodArchive)]],
    );
    const absent = await pymcp('made', '--file', join(copy, 'absent'));
    assert.equal(absent.exitCode, 0, 'what is there needs no file');
  });

  it('refuses what nobody has pinned, and what is not as it was pinned', async () => {
    rmSync(data, { recursive: true });
    offer(toComponent({ pin: null }));
    const refused = async (
      code: number,
      message: RegExp,
      hint: RegExp,
      ...args: readonly string[]
    ): Promise<void> => {
      const { exitCode, stdout, stderr } = await pymcp(...args);
      assert.equal(exitCode, code, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.match(stderr, hint);
    };
    const file = join(copy, 'given.tgz');
    writeFileSync(file, goodArchive);
    for (const more of [[], ['--file', file]])
      await refused(
        3,
        /^error: made 1\.0 for any is not pinned: /m,
        /^hint: wait for a release/m,
        'made',
        ...more,
      );
    assert.match((await pymcp('--list')).stdout, /^made +1\.0 +unpinned /m);
    assert.equal(existsSync(join(data, 'isolated-pymcp/components')), false);

    offer(pin(Buffer.from('another'), { url: server.url, hosts: [server.host] }).component);
    await refused(3, /^error: the download from localhost:\d+ was refused/m, /^hint: /m, 'made');
    await refused(
      3,
      /^error: the archive of made 1\.0 is not the one/m,
      /^hint: it was thrown away/m,
      'made',
      '--file',
      file,
    );
    const ends = (await home.records()).filter(({ kind }) => kind === 'call-end');
    assert.deepEqual(
      ends.slice(-2).map(({ status, error }) => [status, error]),
      [
        ['refused', 'install.answer-refused'],
        ['refused', 'install.wrong-bytes'],
      ],
    );

    offer({ ...toComponent(), surprise: true });
    await refused(
      3,
      /^error: the manifest of the components cannot be used/m,
      /^hint: install this/m,
      'made',
    );
    offer(toComponent({ platform: process.arch === 'x64' ? 'linux-arm64' : 'linux-x64' }));
    await refused(3, /^error: there is no made for linux-/m, /^hint: it is there for linux-/m, 'made');
    offer(toComponent());
    await refused(2, /^error: there is no component "maid"/m, /did you mean made/m, 'maid');
    await refused(2, /^error: give the name of one component, or --list/m, /--list/m);
    await refused(2, /^error: give the name of one component, or --list/m, /--list/m, 'made', '--list');
    await refused(2, /^error: --file goes with a name/m, /NAME --file PATH/m, '--list', '--file', file);
  });

  it('installs nothing that it cannot write down', async () => {
    rmSync(data, { recursive: true, force: true });
    const logs = dirname(home.places.logs);
    rmSync(logs, { recursive: true });
    writeFileSync(logs, 'no folder');
    const { exitCode, stderr } = await pymcp('made');
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /^error: .*audit/m);
    assert.equal(existsSync(data), false);
    rmSync(logs);
  });
});
