// Proves: path.contained. What a program leaves comes out as bytes of its own regular files, bounded, whatever it does.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchangeLimits } from '../../src/core/exchanged-file.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, assertLimit, describeResult, openJail } from '../support/jail.js';

const jail = await openJail();
const MiB = 1024 * 1024;

const contentOf = (result: ExecutionResult): Record<string, string | null> =>
  Object.fromEntries(
    result.files.map(({ path, content }) => [
      path,
      content.kind === 'memory' ? content.bytes.toString('latin1') : null,
    ]),
  );

/** Content by path, as latin1. */
async function leave(code: string): Promise<Record<string, string | null>> {
  const result = await jail.run(code);
  assertCompleted(result);
  return contentOf(result);
}

describe('files that a program leaves', () => {
  it('come out with their content', async () => {
    const code =
      "import os\nos.mkdir('d')\nopen('a.csv', 'w').write('a,b')\nopen('d/b', 'wb').write(bytes(range(256)))";
    const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    assert.deepEqual(await leave(code), { 'a.csv': 'a,b', 'd/b': every });
  });

  it('come out of a program that raised', async () => {
    const result = await jail.run("open('a', 'w').write('x')\n1 / 0");
    assert.equal(result.outcome.status, 'raised');
    assert.deepEqual(contentOf(result), { a: 'x' });
  });

  it('are none where it was ended by a limit', async () => {
    const result = await jail.run("open('a', 'w').write('x')\nwhile True: pass", { wallMs: 1500 });
    assertLimit(result, 'wall');
    assert.deepEqual(result.files, []);
  });

  it('are those of its home, not of /tmp', async () => {
    assert.deepEqual(await leave("open('/tmp/a', 'w').write('x')\nopen('/dev/shm/b', 'w').write('x')"), {});
  });

  it('are the files that the workers of a pool wrote', async () => {
    const code = `
import multiprocessing
def work(n):
    with open(f'out-{n}', 'w') as file: file.write(str(n))
with multiprocessing.Pool(2) as pool: pool.map(work, range(3))`;
    assert.deepEqual(await leave(code), { 'out-0': '0', 'out-1': '1', 'out-2': '2' });
  });
});

describe('hostile files', () => {
  it('that are links, pipes, sockets or folders are not followed and not waited for', async () => {
    const code = `
import os, socket
os.symlink('/etc/passwd', 'link')
os.symlink('/proc/self/environ', 'environ')
os.symlink('/etc', 'folder')
os.symlink('link', 'chain')
os.mkfifo('fifo')
socket.socket(socket.AF_UNIX).bind('socket')
os.mkdir('empty')`;
    assert.deepEqual(await leave(code), {});
  });

  it('that are replaced while they are collected are taken as one or the other, never as what a link shows', async () => {
    const code = `
import os
for n in range(200): open(f'f{n:03}', 'w').write('mine')
if os.fork() == 0:
    while True:
        for n in range(200):
            for make in (lambda p: os.symlink('/etc/passwd', p), os.mkfifo, os.mkdir, lambda p: open(p, 'w').write('mine')):
                try:
                    path = f'f{n:03}'
                    os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
                    make(path)
                except OSError: pass
`;
    for (const [path, content] of Object.entries(await leave(code))) {
      assert.match(path, /^f\d{3}$/);
      assert.ok(content === null || 'mine'.startsWith(content), content ?? '');
    }
  });

  it('that are sparse or huge are listed with their size, without their content', async () => {
    const code = `
with open('sparse', 'wb') as file: file.truncate(${1024 * MiB})
with open('large', 'wb') as file: file.truncate(${65 * MiB})`;
    const result = await jail.run(code, { fileBytes: 2048 * MiB });
    assertCompleted(result);
    const content = { kind: 'left out', why: 'is more than comes out of a run' };
    assert.deepEqual(result.files, [
      { path: 'large', size: 65 * MiB, content },
      { path: 'sparse', size: 1024 * MiB, content },
    ]);
  });

  it('in thousands are counted', async () => {
    const code = `
made = 0
try:
    for n in range(10_000):
        open(f'f{n:05}', 'w').close()
        made += 1
except OSError: pass
made`;
    const result = await jail.run(code);
    assertCompleted(result);
    const made = Number(result.outcome.status === 'completed' && result.outcome.value);
    assert.ok(made > 3000, String(made));
    assert.equal(result.files.length, exchangeLimits.listedFiles);
    assert.equal(result.filesOmitted, made - exchangeLimits.listedFiles);
    const all = await jail.run(code, { scratchInodes: 20_000 });
    assert.equal(all.filesOmitted, 10_000 - exchangeLimits.listedFiles);
  });

  it('with names that could mislead are counted, not named', async () => {
    const code = `
for name in (b'a\\nb', b'a\\x1b[2J', b'\\xff\\xfe', 'a\\u202eb'.encode(), b'a\\\\b', b'\\x7f', b'...', b'fine'):
    open(name, 'w').write('x')`;
    const result = await jail.run(code);
    assertCompleted(result);
    assert.deepEqual(contentOf(result), { '...': 'x', fine: 'x' });
    assert.equal(result.filesOmitted, 6);
  });

  it('in folders without end are looked for as far as a path may reach', async () => {
    const code = `
import os
open('top', 'w').write('x')
for depth in range(2000):
    os.mkdir('d')
    os.chdir('d')
open('bottom', 'w').write('x')`;
    const result = await jail.run(code);
    assertCompleted(result);
    assert.deepEqual([contentOf(result), result.filesOmitted], [{ top: 'x' }, 1]);
  });

  it('cost no result where the home is closed or no descriptor is left', async () => {
    for (const code of [
      "import os\nopen('a', 'w').close()\nos.chmod('/home/mcp', 0)\n5",
      "import os\nopen('a', 'w').close()\ntry:\n    while True: os.dup(0)\nexcept OSError: pass\n5",
    ]) {
      const result = await jail.run(code);
      assertCompleted(result);
      assert.match(result.stderr.text, /files could not be collected/, describeResult(result));
    }
  });
});

describe('forged messages about files', () => {
  /** Sends frames on the channel's descriptor, then stands still. */
  const forge = (...messages: readonly object[]): string => `
import json, os, struct, time
for message in json.loads(${JSON.stringify(JSON.stringify(messages))}):
    body = json.dumps(message).encode()
    os.write(3, struct.pack('>I', len(body)) + body)
time.sleep(60)`;
  const file = { type: 'file', path: 'a', size: 3, content: 'follows' };
  const chunk = { type: 'chunk', data: 'AAEC' };
  const result = { type: 'result', status: 'completed', value: null, valueCharacters: 0 };
  const attacks: Record<string, readonly object[]> = {
    'a path that leads out': [{ ...file, path: '../../etc/cron.d/x' }, chunk, result],
    'an absolute path': [{ ...file, path: '/etc/cron.d/x' }, chunk, result],
    'a path twice': [file, chunk, file, chunk, result],
    'a size beyond every cap': [{ ...file, size: 2 ** 50 }],
    'more than was announced': [file, { type: 'chunk', data: 'AAECAwQF' }],
    'less than was announced': [{ ...file, size: 4 }, chunk, result],
    'chunks of nothing': [file, { type: 'chunk', data: '' }],
    'a chunk that nobody announced': [chunk],
    'an image that is none': [{ type: 'image', size: 3 }, chunk],
    'too many names': Array.from({ length: 300 }, (_, index) => ({
      ...file,
      path: `f${index}`,
      content: 'left out',
    })),
  };
  for (const [name, messages] of Object.entries(attacks)) {
    it(`end the run as lost and leave nothing: ${name}`, async () => {
      const { outcome, files, images } = await jail.run(forge(...messages));
      assert.equal(outcome.status, 'lost');
      assert.match(outcome.message, /channel/);
      assert.deepEqual([files, images], [[], []]);
    });
  }

  it('are the guest’s word where they break no rule', async () => {
    const { outcome, files } = await jail.run(
      forge(file, chunk, result).replace('time.sleep(60)', 'os._exit(0)'),
    );
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(files, [
      { path: 'a', size: 3, content: { kind: 'memory', bytes: Buffer.from([0, 1, 2]) } },
    ]);
  });
});

alsoAsOrdinaryUser(import.meta.url);
