// Inputs and outputs of any size that the scratch folder holds go by file: the gateway holds none of them in memory, and a
// disk that is full costs a file, never a run.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { OutputFile } from '../../src/core/exchanged-file.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, pymcp } from '../support/command-line.js';
import { assertCompleted, openJail } from '../support/jail.js';

const MiB = 1024 * 1024;
const jail = await openJail();
const folder = mkdtempSync(join(tmpdir(), 'pymcp-large-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function leave(code: string): Promise<readonly OutputFile[]> {
  const result = await jail.run(code);
  assertCompleted(result);
  assert.equal(result.stderr.text, '');
  return result.files;
}

describe('a large file that a program leaves', () => {
  it('comes out whole, byte by byte, and is read in parts', async () => {
    const code = `
import hashlib, random
data = random.randbytes(40 * 1024 * 1024 + 17)
with open('large', 'wb') as file: file.write(data)
with open('hash', 'w') as file: file.write(hashlib.sha256(data).hexdigest())`;
    const [hash, large] = await leave(code);
    assert.ok(hash?.content.kind === 'memory' && large?.content.kind === 'stored');
    const { bytes } = large.content;
    assert.equal(bytes.length, 40 * MiB + 17);
    const path = join(folder, 'large');
    writeFileSync(path, await bytes.read(0, bytes.length));
    assert.equal(execFileSync('sha256sum', [path]).toString().slice(0, 64), hash.content.bytes.toString());
    assert.equal((await bytes.read(40 * MiB, 100)).length, 17);
  });

  it('has no name where it is kept', async () => {
    await leave("with open('large', 'wb') as file: file.write(bytes(1024 * 1024))");
    const open = readdirSync('/proc/self/fd').flatMap((name) => {
      try {
        return [readlinkSync(`/proc/self/fd/${name}`)];
      } catch {
        return [];
      }
    });
    assert.ok(
      open.some((target) => /isolated-pymcp-\w+\/content \(deleted\)$/.test(target)),
      open.join(' '),
    );
  });

  it('needs no memory of the sandbox beyond its own', async () => {
    const code = "with open('large', 'wb') as file: file.write(b'x' * (56 * 1024 * 1024))";
    const result = await jail.run(code, { memoryBytes: 160 * MiB });
    assertCompleted(result);
    assert.equal(result.files[0]?.content.kind, 'stored');
  });

  it('that is taken away while it is collected is still as long as was announced', async () => {
    const code = `
import os, time
with open('large', 'wb') as file: file.write(b'x' * (48 * 1024 * 1024))
if os.fork() == 0:
    while True:
        try: os.truncate('large', 1000)
        except OSError: pass
        os.truncate('large', 48 * 1024 * 1024)`;
    const result = await jail.run(code);
    assertCompleted(result);
    const [file] = result.files;
    assert.ok(file !== undefined && file.content.kind !== 'left out');
    assert.equal(file.content.bytes.length, file.size);
  });
});

describe('large files on the command line', () => {
  it('go in and are saved, without a trace beside them', async () => {
    writeFileSync(join(folder, 'in'), Buffer.alloc(20 * MiB, 'abc'));
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('isolated-pymcp-'));
    const code = "open('out', 'wb').write(open('in', 'rb').read()[::-1])";
    const { exitCode, stderr } = await pymcp(['run', '-', '--file', 'in', '--save-files', 'saved'], code, {
      cwd: folder,
    });
    assert.deepEqual([exitCode, stderr], [0, '']);
    const saved = readFileSync(join(folder, 'saved/out'));
    assert.ok(saved.equals(Buffer.alloc(20 * MiB, 'abc').reverse()));
    assert.deepEqual(readdirSync(join(folder, 'saved')), ['out']);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('isolated-pymcp-'));
    assert.deepEqual(left, before);
  });

  it('are told to be left out where the disk of the gateway takes none of them, and the run is as it was', async () => {
    const code = "open('large', 'wb').write(bytes(1024 * 1024))\nopen('small', 'w').write('x')\nprint('ran')";
    const { exitCode, stdout, stderr } = await pymcp(['run', '-', '--save-files', 'kept'], code, {
      cwd: folder,
      env: withDisk('/proc/self'),
    });
    assert.deepEqual([exitCode, stdout], [73, 'ran\n'], stderr);
    assert.match(stderr, /^error: not saved: large \(it could not be kept \(E\w+\)\)\nhint: .+\n$/);
    assert.deepEqual(readdirSync(join(folder, 'kept')), ['small']);
  });

  it('that fill the disk of the gateway are left out, and the run is as it was', () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const code =
      "open('a', 'wb').write(bytes(3 * 1024 * 1024))\nopen('b', 'wb').write(bytes(300_000))\nprint('ran')";
    // A tmpfs of 2 MiB, in a mount namespace that goes with the program. No capability stays for it.
    const script = `mount -t tmpfs -o size=2m none "$1" && shift && exec "$@"`;
    const isRoot = process.getuid?.() === 0;
    const [unshare, drop] = isRoot
      ? [['-m'], []]
      : [
          ['-Um', '--map-current-user', '--keep-caps'],
          ['setpriv', '--inh-caps=-all', '--ambient-caps=-all'],
        ];
    const program = [...drop, process.execPath, commandLine, 'run', '-', '--save-files', 'fits'];
    const ended = spawnSync('unshare', [...unshare, 'bash', '-c', script, '-', disk, ...program], {
      input: code,
      cwd: folder,
      env: withDisk(disk),
      encoding: 'utf8',
    });
    assert.equal(ended.stdout, 'ran\n', ended.stderr);
    assert.match(ended.stderr, /not saved: a \(it found no room: the disk of the gateway is full\)\n/);
    assert.deepEqual(readdirSync(join(folder, 'fits')), ['b']);
  });
});

/** Surroundings in which large files are kept elsewhere than usual. */
function withDisk(path: string): NodeJS.ProcessEnv {
  const runtime = join(folder, 'runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { ...process.env, TMPDIR: path, XDG_RUNTIME_DIR: runtime };
}

describe('an input that finds no room', () => {
  it('is told by the program’s outcome', async () => {
    const files = [{ path: 'large', bytes: Buffer.alloc(8 * MiB) }];
    const result = await jail.run('print("ran")', { scratchBytes: 4 * MiB }, {}, files);
    assert.equal(result.stdout.text, '');
    const { outcome } = result;
    assert.ok(outcome.status === 'raised', JSON.stringify(result.outcome));
    assert.match(
      outcome.error.message,
      /the file large could not be put into the scratch folder: No space left/,
    );
  });
});

alsoAsOrdinaryUser(import.meta.url);
