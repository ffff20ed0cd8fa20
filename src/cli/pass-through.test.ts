import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { passThrough } from './pass-through.js';

/** A reader that takes a chunk when the test says so. */
class SlowReader extends Writable {
  readonly taken: string[] = [];
  #done: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.taken.push(String(chunk));
    this.#done = done;
  }

  take(): void {
    this.#done?.();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function isPending(promise: Promise<void> | undefined): Promise<boolean> {
  await turn();
  return (await Promise.race([promise, Promise.resolve('pending')])) === 'pending';
}

function start(): { reader: SlowReader; write: (text: string) => Promise<void> | undefined } {
  const reader = new SlowReader();
  const { onStdout } = passThrough(reader, new SlowReader());
  return { reader, write: (text) => onStdout?.(Buffer.from(text)) };
}

describe('passThrough', () => {
  it('keeps the two streams apart', () => {
    const [stdout, stderr] = [new SlowReader(), new SlowReader()];
    const { onStdout, onStderr } = passThrough(stdout, stderr);
    void onStdout?.(Buffer.from('out'));
    void onStderr?.(Buffer.from('err'));
    assert.deepEqual([stdout.taken, stderr.taken], [['out'], ['err']]);
  });

  it('holds back while the reader is slow', async () => {
    const { reader, write } = start();
    const held = write('abc');
    assert.equal(await isPending(held), true);
    reader.take();
    assert.equal(await isPending(held), false);
  });

  it('leaves no listener behind, however often it held back', async () => {
    const { reader, write } = start();
    const count = (): number =>
      reader.eventNames().reduce((sum, name) => sum + reader.listenerCount(name), 0);
    const before = count();
    for (let chunk = 0; chunk < 50; chunk += 1) {
      const held = write('abc');
      reader.take();
      await held;
    }
    assert.equal(count(), before);
  });

  it('goes on without a reader that went away', async () => {
    const { reader, write } = start();
    const held = write('abc');
    reader.destroy(new Error('EPIPE'));
    assert.equal(await isPending(held), false);
    assert.equal(write('more'), undefined);
  });

  it('is not held back for ever by a reader that was closed without an error', async () => {
    const { reader, write } = start();
    const held = write('abc');
    reader.destroy();
    assert.equal(await isPending(held), false);
    assert.equal(await isPending(write('more')), false);
  });
});
