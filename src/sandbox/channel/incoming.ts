// Content that was announced and comes in chunks: into memory where it is small, else to the spool.
import type { OutputContent, SpoolWriter } from '../../core/exchanged-file.js';
import type { SecretStream } from '../../core/secret-redactor.js';

export interface Incoming {
  readonly missingBytes: number;
  /** No more than is missing. */
  take(chunk: Buffer): void;
  /** Once nothing is missing. Why it cannot be taken now that it is there; null where it was. */
  finish(): string | null;
}

export class IncomingBytes implements Incoming {
  readonly #bytes: Buffer;
  readonly #done: (bytes: Buffer) => string | null;
  #filledBytes = 0;

  constructor(size: number, done: (bytes: Buffer) => string | null) {
    this.#bytes = Buffer.alloc(size);
    this.#done = done;
  }

  get missingBytes(): number {
    return this.#bytes.length - this.#filledBytes;
  }

  take(chunk: Buffer): void {
    this.#filledBytes += chunk.copy(this.#bytes, this.#filledBytes);
  }

  finish(): string | null {
    return this.#done(this.#bytes);
  }
}

export class IncomingFile implements Incoming {
  /** What became of it, once it was finished or given up. */
  readonly content: Promise<OutputContent>;
  readonly #writer: SpoolWriter | null;
  readonly #secrets: SecretStream;
  #settle: (content: OutputContent | Promise<OutputContent>) => void = () => undefined;
  #missingBytes: number;
  #writing: Promise<void> | null = null;

  /**
   * @param writer null where nobody keeps it
   * @param secrets secret.unlogged: what is written has gone through it
   */
  constructor(size: number, writer: SpoolWriter | null, secrets: SecretStream) {
    this.#missingBytes = size;
    this.#writer = writer;
    this.#secrets = secrets;
    this.content = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get missingBytes(): number {
    return this.#missingBytes;
  }

  /** Resolves when the disk has taken what came; null where it has. */
  get writing(): Promise<void> | null {
    return this.#writing;
  }

  take(chunk: Buffer): void {
    this.#missingBytes -= chunk.length;
    if (this.#writer !== null) this.#write(this.#writer, this.#secrets.push(chunk));
  }

  finish(): null {
    if (this.#writer !== null) this.#write(this.#writer, this.#secrets.end());
    this.#settle(
      this.#writer?.finish() ??
        Promise.resolve({ kind: 'left out', why: 'is too large to be kept in memory' } as const),
    );
    return null;
  }

  discard(): void {
    this.#writer?.discard();
  }

  #write(writer: SpoolWriter, bytes: Buffer): void {
    if (bytes.length === 0) return;
    const writing = writer.write(bytes).then(() => {
      if (this.#writing === writing) this.#writing = null;
    });
    this.#writing = writing;
  }
}
