// secret.unlogged: what the channel hands on of a program that knows a secret. The redactor here is the simplest that can be; the real one has
// tests of its own.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { pngOf } from '../../core/png.test-support.js';
import type { OutputContent, Spool } from '../../core/exchanged-file.js';
import { ArtifactCollector } from './artifact-collector.js';
import { captureOutput } from './output-capture.js';
import { OutputTap } from './output-tap.js';
import { redactResult } from './redact-result.js';
import { plainRedactor } from './plain-redactor.test-support.js';

const secret = 'hunter22';
const redactor = plainRedactor(secret);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('captured output', () => {
  it('keeps and tells no secret, in however many pieces it comes, and counts what was written', async () => {
    const told: string[] = [];
    const stream = new PassThrough();
    const counted: number[] = [];
    const listener = (chunk: Buffer) => void told.push(chunk.toString());
    const capture = captureOutput(stream, 64, (length) => counted.push(length), listener, redactor);
    for (const character of `a ${secret} b hunt`) {
      stream.write(character);
      await turn();
    }
    stream.end();
    await capture.finished;
    const output = capture.output('whole');
    assert.deepEqual(output, { text: 'a [masked] b hunt', bytes: 17, truncated: false });
    assert.equal(told.join(''), output.text);
    assert.equal(counted.length, 17);
  });

  it('is redacted before it is cut into head and tail', async () => {
    for (let before = 0; before < 16; before += 1) {
      const stream = new PassThrough();
      const capture = captureOutput(stream, 16, () => undefined, undefined, redactor);
      stream.end(`${'.'.repeat(before)}${secret}${'.'.repeat(16 - before)}${secret}...`);
      await capture.finished;
      const { text, truncated } = capture.output('whole');
      assert.ok(truncated);
      assert.doesNotMatch(text, /unte|nter|ter2|er22/, String(before));
    }
  });

  it('has no half of a secret where it was cut off, and takes nothing afterwards', async () => {
    const stream = new PassThrough();
    const told: string[] = [];
    const listener = (chunk: Buffer) => void told.push(chunk.toString());
    const capture = captureOutput(stream, 64, () => undefined, listener, redactor);
    stream.write(`> ${secret.slice(0, 5)}`);
    await turn();
    assert.equal(capture.output('cut').text, '> ');
    stream.write(secret.slice(5));
    await turn();
    assert.deepEqual(told, ['> ']);
  });
});

describe('output of a session', () => {
  it('is masked across what comes between two calls', async () => {
    const stream = new PassThrough();
    const tap = new OutputTap(stream, redactor);
    const counted: number[] = [];
    stream.write(`${secret}hun`);
    await turn();
    tap.begin(64, (length) => counted.push(length), undefined);
    stream.write('ter22!');
    await turn();
    assert.deepEqual(tap.end('whole'), { text: '[masked][masked]!', bytes: 17, truncated: false });
    assert.deepEqual(counted, [11, 6]);
    tap.close();
  });

  it('of one call is told by that call', async () => {
    const stream = new PassThrough();
    const tap = new OutputTap(stream, redactor);
    const texts: string[] = [];
    for (const part of ['one hunt', 'two']) {
      tap.begin(64, () => undefined, undefined);
      stream.write(part);
      await turn();
      texts.push(tap.end('whole').text);
    }
    assert.deepEqual(texts, ['one hunt', 'two']);
    tap.close();
  });
});

describe('artifacts', () => {
  const announce = (path: string, size: number) =>
    ({ type: 'file', path, size, content: 'follows' }) as const;

  it('have no secret in their content, their names and HTML, and say the length that they have', async () => {
    const collector = new ArtifactCollector(null, redactor);
    for (const [index, path] of [`${secret}.txt`, `x/${secret}.txt`, '[masked].txt'].entries()) {
      assert.equal(collector.take(announce(path, 10)), null);
      assert.equal(collector.take({ type: 'chunk', bytes: Buffer.from(`${index}${secret}.`) }), null);
    }
    assert.equal(collector.take({ type: 'html', size: 8 }), null);
    assert.equal(collector.take({ type: 'chunk', bytes: Buffer.from(secret) }), null);
    const artifacts = await collector.close();
    assert.deepEqual(
      artifacts?.files.map(({ path, size, content }) => [path, size, toText(content)]),
      [
        ['[masked].txt', 10, '0[masked].'],
        ['x/[masked].txt', 10, '1[masked].'],
        ['[masked].txt 2', 10, '2[masked].'],
      ],
    );
    assert.deepEqual(artifacts.html, ['[masked]']);
  });

  it('are redacted on the way to the disk', async () => {
    const written: Buffer[] = [];
    const spool: Spool = {
      store: () => ({
        write: (chunk) => Promise.resolve(void written.push(Buffer.from(chunk))),
        finish: () => Promise.resolve({ kind: 'left out', why: 'was looked at' }),
        discard: () => undefined,
      }),
    };
    const collector = new ArtifactCollector(spool, redactor);
    const half = 200_000;
    assert.equal(collector.take(announce('large', 2 * half + 8)), null);
    for (const part of [`${'.'.repeat(half)}hun`, `ter22${'.'.repeat(half)}`])
      assert.equal(collector.take({ type: 'chunk', bytes: Buffer.from(part) }), null);
    await collector.close();
    assert.equal(Buffer.concat(written).toString(), `${'.'.repeat(half)}[masked]${'.'.repeat(half)}`);
  });

  it('leave out a picture that holds one in the clear', async () => {
    const picture = pngOf(10, 10, 100);
    const marked = Buffer.from(picture);
    marked.write(secret, 60);
    const collector = new ArtifactCollector(null, redactor);
    for (const bytes of [picture, marked]) {
      assert.equal(collector.take({ type: 'image', size: 100 }), null);
      assert.equal(collector.take({ type: 'chunk', bytes }), null);
    }
    const artifacts = await collector.close();
    assert.deepEqual([artifacts?.images.length, artifacts?.imagesOmitted], [1, 1]);
  });
});

describe('a result', () => {
  it('has no secret, nor half of one where the guest has cut a text', () => {
    const raised = {
      type: 'raised',
      name: secret,
      message: `a hunter\n… 9 characters left out …\n b ${secret}`,
      traceback: `in ${secret}`,
    } as const;
    assert.deepEqual(redactResult(redactor, raised), {
      type: 'raised',
      name: '[masked]',
      message: 'a \n… 9 characters left out …\n b [masked]',
      traceback: 'in [masked]',
    });
    const completed = (value: string | null, valueCharacters: number) =>
      ({ type: 'completed', value, valueCharacters, exitCode: 0 }) as const;
    const valueOf = (value: string | null, characters: number): unknown => {
      const result = redactResult(redactor, completed(value, characters));
      return result.type === 'completed' ? result.value : result;
    };
    assert.equal(valueOf(`😀${secret}`, 9), '😀[masked]');
    assert.equal(valueOf('😀hunter', 7), '😀hunter');
    assert.equal(valueOf('😀hunter', 9), '😀');
    assert.equal(valueOf(null, 0), null);
  });
});

function toText(content: OutputContent): string {
  return content.kind === 'memory' ? content.bytes.toString() : content.kind;
}
