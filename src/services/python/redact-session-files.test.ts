import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { noSecrets } from '../../core/no-secrets.js';
import { parseSecretName, parseSessionId } from '../../core/names.js';
import { compileRedactor } from '../../secrets/redact/compile-redactor.js';
import { redactSessionFiles } from './redact-session-files.js';
import type { SessionFiles } from './session-files.js';

const value = 'correct-horse-battery';
const redactor = compileRedactor([{ name: parseSecretName('KEY'), value }]);
const [caller, id] = [toCaller('one'), parseSessionId('s1')];
const MiB = 1024 * 1024;

/** One file, as a session gives parts of it: no more than a mebibyte at once. */
function filesWith(content: Buffer, asked: number[] = []): SessionFiles {
  return {
    list: () => ({ sessions: [] }),
    listFiles: () => Promise.resolve({ files: [{ path: `${value}.txt`, size: 1 }], omitted: 0 }),
    readFile: (_caller, _id, _path, offset, length) => {
      asked.push(length);
      const bytes = content.subarray(offset, offset + Math.min(length, MiB));
      return Promise.resolve({ size: content.length, offset, bytes });
    },
  };
}

async function readAll(files: SessionFiles, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let offset = 0; ;) {
    const { bytes, fileBytes = bytes.length, size } = await files.readFile(caller, id, 'x', offset, length);
    parts.push(bytes);
    offset += fileBytes;
    if (offset >= size) return Buffer.concat(parts);
    assert.ok(fileBytes > 0, `nothing was read at ${offset}`);
  }
}

describe('files of sessions', () => {
  it('are what the whole file is when it is redacted, in parts of whatever length (secret.unlogged)', async () => {
    const content = Buffer.from(`${value} a ${value}${value} b\n${Buffer.from(value).toString('hex')}.`);
    for (let length = 1; length <= content.length; length += 1) {
      const files = redactSessionFiles(filesWith(content), redactor);
      assert.equal((await readAll(files, length)).toString(), redactor.redactText(content.toString()));
    }
  });

  it('may be large: more is read than is shown, and never more than one question takes', async () => {
    const content = Buffer.alloc(3 * MiB, '.');
    for (const offset of [0, MiB - 5, 2 * MiB - 5, content.length - value.length])
      content.write(value, offset);
    const asked: number[] = [];
    const files = redactSessionFiles(filesWith(content, asked), redactor);
    const read = await readAll(files, MiB);
    assert.ok(read.equals(redactor.redactBytes(content)));
    assert.ok(Math.max(...asked) <= MiB, String(asked));
  });

  it('beyond its end is nothing', async () => {
    const files = redactSessionFiles(filesWith(Buffer.from('abc')), redactor);
    const part = await files.readFile(caller, id, 'x', 99, 10);
    assert.deepEqual(part, { size: 3, offset: 99, bytes: Buffer.alloc(0), fileBytes: 0 });
  });

  it('have no secret in their names', async () => {
    const { files } = await redactSessionFiles(filesWith(Buffer.alloc(0)), redactor).listFiles(caller, id);
    assert.deepEqual(files, [{ path: '[secret KEY].txt', size: 1 }]);
  });

  it('are as they were where nothing is secret', () => {
    const files = filesWith(Buffer.alloc(0));
    assert.equal(redactSessionFiles(files, noSecrets), files);
  });
});
