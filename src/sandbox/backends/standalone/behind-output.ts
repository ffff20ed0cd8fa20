// The control connection of a sandbox whose kernel does not tell what of its output has been read (unix(7), SIOCOUTQ; gVisor): what is
// said on it is heard once all output that was written before has been read. It has arrived by then, as the connections are those
// of one machine: a turn of the event loop in which none of them had anything to read says so.
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** Somebody who goes on writing must not hold back what is said for ever; nor whoever reads slowly. */
const mostTurns = 2_000;
/** One in which the others may have been looked at before, and one more. */
const quietTurns = 2;

export class BehindOutput extends Duplex {
  readonly #control: Socket;
  readonly #outputs: readonly Socket[];
  #isOver = false;

  constructor(control: Socket, outputs: readonly Socket[]) {
    super({ allowHalfOpen: true });
    this.#control = control;
    this.#outputs = outputs;
    control.on('data', (chunk: Buffer) => {
      control.pause();
      void this.#settled().then(() => {
        if (this.#isOver) return;
        if (this.push(chunk)) control.resume();
      });
    });
    control.once('end', () => {
      void this.#settled().then(() => this.push(null));
    });
    control.once('error', (error) => this.destroy(error));
    control.once('close', () => {
      void this.#settled().then(() => this.destroy());
    });
    control.pause();
  }

  override _read(): void {
    this.#control.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#control.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#control.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isOver = true;
    this.#control.destroy();
    done(error);
  }

  async #settled(): Promise<void> {
    let quiet = 0;
    let before = this.#bytesRead();
    for (let turn = 0; turn < mostTurns && quiet < quietTurns; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = this.#bytesRead();
      // What is paused has been told to wait by whoever reads it.
      quiet =
        now === before && !this.#outputs.some((output) => output.isPaused() && !output.closed)
          ? quiet + 1
          : 0;
      before = now;
    }
  }

  #bytesRead(): number {
    return this.#outputs.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }
}
