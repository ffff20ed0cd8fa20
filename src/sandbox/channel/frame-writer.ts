// Commands to a guest, in order. Files go in chunks and no faster than the guest takes them, so that little of them is
// held here beside the files themselves.
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { InputFile } from '../../core/exchanged-file.js';
import { readParts } from '../../core/read-parts.js';
import { encodeFrame } from './frame-decoder.js';

/** A frame holds 1 MiB, and base64 makes four bytes of three. */
const chunkBytes = 512 * 1024;

export class FrameWriter {
  readonly #socket: Duplex;
  /** While files are on their way; what comes after them waits. */
  #sending: Promise<void> | null = null;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  send(message: object): void {
    if (this.#sending === null) this.#write(message);
    else this.#queue(() => Promise.resolve(this.#write(message)));
  }

  sendFiles(files: readonly InputFile[]): void {
    for (const file of files) this.#queue(() => this.#sendFile(file));
  }

  #queue(work: () => Promise<unknown>): void {
    const before = this.#sending ?? Promise.resolve();
    const sending: Promise<void> = before.then(work).then(
      () => {
        if (this.#sending === sending) this.#sending = null;
      },
      // A file that cannot be read any more: the guest must not take the rest for the whole.
      () => {
        this.#socket.destroy();
      },
    );
    this.#sending = sending;
  }

  async #sendFile({ path, bytes }: InputFile): Promise<void> {
    await this.#writeAndWait({ type: 'file', path, size: bytes.length });
    for await (const chunk of readParts(bytes, chunkBytes)) {
      if (this.#socket.destroyed) return;
      await this.#writeAndWait({ type: 'chunk', data: chunk.toString('base64') });
    }
  }

  /** Resolves when the guest takes more, or has gone. */
  async #writeAndWait(message: object): Promise<void> {
    if (this.#write(message) || this.#socket.destroyed) return;
    const gone = new AbortController();
    const isGone = (): void => {
      gone.abort();
    };
    this.#socket.once('close', isGone);
    await once(this.#socket, 'drain', { signal: gone.signal }).catch(() => undefined);
    this.#socket.off('close', isGone);
  }

  #write(message: object): boolean {
    return this.#socket.write(encodeFrame(Buffer.from(JSON.stringify(message))));
  }
}
