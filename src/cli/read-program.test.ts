import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, describe, it, mock } from 'node:test';
import { type ErrorCode, PymcpError } from '../core/errors.js';
import { maxCodeBytes } from '../core/limits.js';
import { readProgram } from './read-program.js';

describe('readProgram', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-program-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function write(content: string | Uint8Array): string {
    const path = join(folder, 'program.py');
    writeFileSync(path, content);
    return path;
  }

  async function refusal(path: string): Promise<{ code: ErrorCode; message: string }> {
    const error: unknown = await readProgram(path).then(
      () => assert.fail('it was read'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof PymcpError && error.exitCode === 2 && error.hint !== '');
    return error;
  }

  async function fromStdin<T>(chunks: readonly (string | Uint8Array)[], read: () => Promise<T>): Promise<T> {
    const stdin = new PassThrough();
    const getter = mock.getter(process, 'stdin', () => stdin as unknown as typeof process.stdin);
    for (const chunk of chunks) stdin.write(chunk);
    stdin.end();
    try {
      return await read();
    } finally {
      getter.mock.restore();
    }
  }

  it('reads a file as UTF-8, without a byte order mark', async () => {
    assert.equal(await readProgram(write('print("é😀")\r\n')), 'print("é😀")\r\n');
    assert.equal(await readProgram(write('\ufeffprint(1)')), 'print(1)');
    assert.equal(await readProgram(write('')), '');
  });

  it('reads stdin for -, put together from its chunks', async () => {
    const text = Buffer.from('print("é")');
    const chunks = [text.subarray(0, 8), text.subarray(8)];
    assert.equal(await fromStdin(chunks, () => readProgram('-')), 'print("é")');
  });

  it('says what is wrong with a path', async () => {
    const loop = join(folder, 'loop.py');
    symlinkSync(loop, loop);
    mkdirSync(join(folder, 'folder.py'));
    for (const [path, why] of [
      [join(folder, 'missing.py'), /there is no such file$/],
      [loop, /its links lead in circles$/],
      [join(folder, 'folder.py'), /is not a regular file$/],
      ['/dev/null', /is not a regular file$/],
      [join(folder, `${'x'.repeat(300)}.py`), /ENAMETOOLONG$/],
    ] as const) {
      const { code, message } = await refusal(path);
      assert.equal(code, 'input.file-unreadable');
      assert.match(message, why);
    }
  });

  it('refuses what is no UTF-8', async () => {
    for (const bytes of [Uint8Array.of(0xff), Uint8Array.of(0x23, 0xc3), Buffer.from('é', 'latin1')]) {
      assert.equal((await refusal(write(bytes))).code, 'input.code-encoding');
    }
  });

  it('takes exactly as many bytes as it says, from a file and from stdin', async () => {
    const [largest, tooLarge] = ['#'.repeat(maxCodeBytes), '#'.repeat(maxCodeBytes + 1)];
    assert.equal((await readProgram(write(largest))).length, maxCodeBytes);
    assert.equal((await fromStdin([largest], () => readProgram('-'))).length, maxCodeBytes);
    assert.equal((await refusal(write(tooLarge))).code, 'input.code-too-large');
    assert.equal((await fromStdin([largest, '#'], () => refusal('-'))).code, 'input.code-too-large');
  });
});
