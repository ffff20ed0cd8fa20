// Proves: install.verified. Several installers at once, one that is killed at every step, and a disk that is full: what is there
// afterwards is a whole component or none, and at most an archive to go on with.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { slow } from '../support/time.js';
import { type ArchiveServer, openArchiveServer } from './archive-server.js';
import { makeArchive } from './make-archive.js';
import { goodArchive, goodPaths, openStage, sha256Of, type Stage } from './stage.js';

const program = join(packageRoot(), 'dist-test/tests/installs/installer-process.js');

interface Ended {
  readonly said: readonly string[];
  readonly code: number | null;
  readonly signal: string | null;
}

describe('installers', () => {
  let server: ArchiveServer;
  let stage: Stage;
  let given: readonly string[];
  before(async () => {
    server = await openArchiveServer();
  });
  after(() => {
    server.close();
  });
  beforeEach(() => {
    stage = openStage();
    server.ranges.length = 0;
    offer(goodArchive);
  });
  afterEach(() => {
    stage.remove();
  });

  function offer(bytes: Buffer): void {
    server.serve(bytes);
    const root = join(stage.folder.path, '../..');
    writeFileSync(join(root, 'ca'), server.ca);
    writeFileSync(join(root, 'archive'), bytes);
    given = [stage.folder.path, server.url, join(root, 'ca'), join(root, 'archive')];
  }

  async function run(lastStep = 0, before: readonly string[] = []): Promise<Ended> {
    const words = [...before, process.execPath, program, ...given, String(lastStep)];
    const child = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: slow(60_000),
    });
    const [said, [code, signal]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null, string | null]>,
    ]);
    return { said: said.trimEnd().split('\n'), code, signal };
  }

  const installed = (): string => join(stage.folder.path, `sha256-${sha256Of(goodArchive)}`);
  const assertWhole = (): void => {
    assert.deepEqual(stage.names(), [`sha256-${sha256Of(goodArchive)}`]);
    assert.deepEqual(readdirSync(installed(), { recursive: true }).sort(), [
      ...['component.json', 'content'],
      ...goodPaths.map((path) => `content/${path}`),
    ]);
  };

  it('may be killed at every step', async () => {
    const steps = (await run()).said.length - 1;
    assert.ok(steps >= 8, `${steps} steps`);
    for (let step = 1; step <= steps; step += 1) {
      rmSync(stage.folder.path, { recursive: true });
      const killed = await run(step);
      assert.equal(killed.signal, 'SIGKILL', killed.said.join());
      assert.equal(
        stage.names().some((name) => name.startsWith('sha256-')),
        false,
        killed.said.at(-1),
      );
      const next = await run();
      assert.equal(next.said.at(-1), 'installed', next.said.join());
      assertWhole();
    }
  });

  it('may be many at once', async () => {
    const ended = await Promise.all(Array.from({ length: 5 }, () => run()));
    const last = ended.map(({ said }) => said.at(-1)).sort();
    assert.deepEqual(last, ['installed', 'present', 'present', 'present', 'present']);
    assert.equal(server.ranges.length, 1);
    assertWhole();
  });

  it('remove what others have left, and nothing else', async () => {
    await run();
    const litter = ['unpacking-abcdef', `${'0'.repeat(64)}.partial`, `${'0'.repeat(64)}.validator`];
    mkdirSync(join(stage.folder.path, litter[0] ?? ''));
    for (const name of litter.slice(1)) writeFileSync(join(stage.folder.path, name), 'x');
    mkdirSync(join(stage.folder.path, 'sha256-of-another'));
    const other = makeArchive([{ name: 'package/main', body: 'another' }]);
    offer(other);
    assert.equal((await run()).said.at(-1), 'installed');
    const names = ['sha256-of-another', `sha256-${sha256Of(goodArchive)}`, `sha256-${sha256Of(other)}`];
    assert.deepEqual(stage.names(), names.sort());
  });

  it('leave nothing unpacked on a disk that is full, and go on when it is not', async () => {
    // Its own mount namespace: the file system goes with the process.
    const user = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
    const script = 'mount -t tmpfs -o size=$SIZE,mode=0700 tmpfs "$0" && exec "$@" 3>&1 && ls "$0"'.replace(
      'exec ',
      '',
    );
    const within = (size: string): readonly string[] => [
      ...['/usr/bin/unshare', ...user, '/bin/sh', '-c'],
      `${script.replace('$SIZE', size)}; ls "$0"`,
      stage.folder.path,
    ];
    mkdirSync(stage.folder.path, { mode: 0o700 });
    const { said } = await run(0, within('256k'));
    assert.deepEqual(said, ['install.disk-full', 'lock']);
    assert.equal(statSync(stage.folder.path).isDirectory(), true);
    const roomy = await run(0, within('8m'));
    assert.ok(roomy.said.includes('installed'), roomy.said.join());
  });
});
