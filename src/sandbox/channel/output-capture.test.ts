import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { captureOutput } from './output-capture.js';
import type { OutputListener } from './redacted-output.js';

interface Set {
  readonly stream: PassThrough;
  readonly lengths: number[];
  readonly capture: ReturnType<typeof captureOutput>;
}

function start(listener?: OutputListener, capBytes = 64): Set {
  const stream = new PassThrough();
  const lengths: number[] = [];
  const capture = captureOutput(stream, capBytes, (length) => lengths.push(length), listener);
  return { stream, lengths, capture };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('captureOutput', () => {
  it('keeps and counts what comes until the last writer has gone', async () => {
    const { stream, lengths, capture } = start();
    stream.write('abc');
    stream.end('de');
    await capture.finished;
    assert.deepEqual(capture.output('whole'), { text: 'abcde', bytes: 5, truncated: false });
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      5,
    );
  });

  it('keeps head and tail and counts everything', async () => {
    const { stream, capture } = start(undefined, 4);
    stream.end('abcdefgh');
    await capture.finished;
    assert.deepEqual(capture.output('whole'), {
      text: 'ab\n… 4 bytes left out …\ngh',
      bytes: 8,
      truncated: true,
    });
  });

  it('passes each chunk on after it was counted', async () => {
    const order: string[] = [];
    const stream = new PassThrough();
    const capture = captureOutput(
      stream,
      64,
      (length) => order.push(`count ${length}`),
      (chunk) => void order.push(`pass ${String(chunk)}`),
    );
    stream.end('abc');
    await capture.finished;
    assert.deepEqual(order, ['count 3', 'pass abc']);
  });

  it('reads nothing more while its listener is busy, and everything after', async () => {
    const releases: (() => void)[] = [];
    const { stream, lengths, capture } = start(() => new Promise((resolve) => releases.push(resolve)));
    for (const text of ['a', 'b', 'c']) {
      stream.write(text);
      await turn();
    }
    assert.deepEqual(lengths, [1]);
    while (!stream.readableEnded) {
      if (!stream.writableEnded) stream.end();
      releases.shift()?.();
      await turn();
    }
    await capture.finished;
    assert.equal(capture.output('whole').text, 'abc');
  });

  it('goes on where the listener failed', async () => {
    const { stream, capture } = start(() => Promise.reject(new Error('the reader went away')));
    stream.write('a');
    await turn();
    stream.end('b');
    await capture.finished;
    assert.equal(capture.output('whole').text, 'ab');
  });

  it('finishes with what was there where the stream breaks', async () => {
    const { stream, capture } = start();
    stream.write('abc');
    await turn();
    stream.destroy(new Error('ECONNRESET'));
    await capture.finished;
    assert.equal(capture.output('whole').text, 'abc');
  });

  it('finishes at once where the stream has gone before anybody listened', async () => {
    const stream = new PassThrough();
    stream.destroy();
    await turn();
    const capture = captureOutput(stream, 64, () => undefined, undefined);
    await capture.finished;
    assert.deepEqual(capture.output('whole'), { text: '', bytes: 0, truncated: false });
  });
});
