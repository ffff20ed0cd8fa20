// The gateway's end of a control socket without a guest: the test says what the guest writes.
import { Duplex } from 'node:stream';
import { encodeFrame } from './frame-decoder.js';

/** `say` is what the guest writes, `messages` what it would read. */
export class FakeSocket extends Duplex {
  #heard = Buffer.alloc(0);
  /** Called when the guest would take the next bytes; it takes them at once where this is null. */
  hold: ((take: () => void) => void) | null = null;

  override _read(): void {
    // `say` pushes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const take = (): void => {
      this.#heard = Buffer.concat([this.#heard, chunk]);
      done();
    };
    if (this.hold === null) take();
    else this.hold(take);
  }

  say(...parts: readonly (Buffer | object)[]): void {
    const bytes = parts.map((part) =>
      Buffer.isBuffer(part) ? part : encodeFrame(Buffer.from(JSON.stringify(part))),
    );
    this.push(Buffer.concat(bytes));
  }

  get messages(): unknown[] {
    const messages: unknown[] = [];
    for (let place = 0; place < this.#heard.length;) {
      const end = place + 4 + this.#heard.readUInt32BE(place);
      messages.push(JSON.parse(this.#heard.subarray(place + 4, end).toString()));
      place = end;
    }
    return messages;
  }
}

/** Lets the streams deliver what they hold. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
