import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { exchangeLimits, type InputFile } from '../../core/exchanged-file.js';
import type { SessionFilePart } from '../../core/session.js';
import { OutputSpool } from '../../execution/output-spool.js';
import { findInput, type InputSources } from './find-input.js';
import { ResultStore } from './result-store.js';

const [me, other] = [toCaller('me'), toCaller('other')];
const MiB = 1024 * 1024;

/** One session, s1, of one caller; what it reads is for the test to say. */
function sourcesOf(
  readPart: (path: string, offset: number, length: number) => Omit<SessionFilePart, 'offset'>,
): InputSources & { spool: OutputSpool } {
  return {
    results: new ResultStore(),
    spool: new OutputSpool(),
    sessions: {
      readFile: (caller, id, path, offset, length) =>
        caller === me && id === 's1'
          ? Promise.resolve({ ...readPart(path, offset, length), offset })
          : Promise.reject(new PymcpError('session.unknown', 'there is no such session', 'make one')),
    },
  };
}

const fileOf = (bytes: Buffer) => (_path: string, offset: number, length: number) => ({
  size: bytes.length,
  bytes: bytes.subarray(offset, offset + length),
});

async function toBuffer(bytes: InputFile['bytes']): Promise<Buffer> {
  return Buffer.isBuffer(bytes) ? bytes : bytes.read(0, bytes.length);
}

async function codeOf(found: Promise<unknown>): Promise<string> {
  const error = await found.catch((reason: unknown) => reason);
  assert.ok(error instanceof PymcpError, String(error));
  return error.code;
}

describe('findInput', () => {
  it('finds a file of a result of the caller, and of nobody else', async () => {
    const sources = sourcesOf(fileOf(Buffer.alloc(0)));
    const uri = sources.results.openShelf(me).keep('a.csv', Buffer.from('1,2'));
    assert.ok(uri !== null);
    assert.deepEqual((await findInput(sources, me, uri)).bytes, Buffer.from('1,2'));
    assert.equal(await codeOf(findInput(sources, other, uri)), 'resource.unknown');
  });

  it('copies a file of a session of the caller, small or large', async () => {
    for (const size of [0, 5, MiB, MiB + 1, 3 * MiB + 7]) {
      const bytes = Buffer.alloc(size, 3);
      const sources = sourcesOf(fileOf(bytes));
      const { bytes: found } = await findInput(sources, me, 'pymcp://sessions/s1/d/a');
      assert.ok((await toBuffer(found)).equals(bytes));
      assert.equal(Buffer.isBuffer(found), size <= MiB);
      assert.equal(await codeOf(findInput(sources, other, 'pymcp://sessions/s1/d/a')), 'session.unknown');
      await sources.spool.close();
    }
  });

  it('does not take what changes while it is copied, or never ends', async () => {
    const changes: readonly Parameters<typeof sourcesOf>[0][] = [
      (_path, offset) => ({ size: 3 * MiB + (offset > 0 ? 1 : 0), bytes: Buffer.alloc(MiB) }),
      (_path, offset) => ({ size: 3 * MiB, bytes: Buffer.alloc(offset > 0 ? 0 : MiB) }),
    ];
    for (const change of changes)
      assert.equal(
        await codeOf(findInput(sourcesOf(change), me, 'pymcp://sessions/s1/a')),
        'session.file-failed',
      );
  });

  it('does not begin to copy what is more than goes into a run', async () => {
    let parts = 0;
    const sources = sourcesOf(() => {
      parts += 1;
      return { size: exchangeLimits.inputBytes + 1, bytes: Buffer.alloc(MiB) };
    });
    assert.equal(await codeOf(findInput(sources, me, 'pymcp://sessions/s1/a')), 'session.file-failed');
    assert.equal(parts, 1);
  });

  it('takes addresses of whole files here, and no others', async () => {
    const sources = sourcesOf(fileOf(Buffer.from('x')));
    for (const uri of [
      '',
      'file:///etc/passwd',
      'http://127.0.0.1/',
      'sandbox:/home/mcp/a',
      'pymcp://sessions/s1/../a',
      'pymcp://sessions/s1/a?offset=1',
      'x'.repeat(10_000),
    ])
      assert.equal(await codeOf(findInput(sources, me, uri)), 'input.file-invalid', uri.slice(0, 50));
  });
});
