// The large files that came out of runs, each in an unnamed file on the disk of the gateway, bounded in bytes, number and
// age: what is oldest goes first. A disk that is full leaves a file out; it never costs a run.
import type { OutputContent, Spool, SpoolWriter, StoredBytes } from '../core/exchanged-file.js';
import { doLater } from '../host/clock.js';
import { openUnnamedFile, type UnnamedFile } from '../host/unnamed-file.js';

export interface SpoolBounds {
  readonly bytes: number;
  /** Each takes a descriptor. */
  readonly files: number;
  readonly ageMs: number;
}

const ordinaryBounds: SpoolBounds = { bytes: 256 * 1024 * 1024, files: 256, ageMs: 60 * 60 * 1000 };

export class OutputSpool implements Spool {
  readonly #bounds: SpoolBounds;
  readonly #open: () => Promise<UnnamedFile>;
  /** From the oldest to the newest. */
  readonly #files = new Set<SpooledFile>();
  #bytes = 0;

  constructor(bounds: Partial<SpoolBounds> = {}, open: () => Promise<UnnamedFile> = openUnnamedFile) {
    this.#bounds = { ...ordinaryBounds, ...bounds };
    this.#open = open;
  }

  store(size: number): SpoolWriter {
    if (!this.#makeRoom(size)) return new NoWriter('is more than the gateway has room for now');
    const file = new SpooledFile(size, this.#open(), () => {
      this.#files.delete(file);
      this.#bytes -= size;
    });
    this.#files.add(file);
    this.#bytes += size;
    file.dropAfter(this.#bounds.ageMs);
    return file;
  }

  /** Removes everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#files].map((file) => file.close()));
  }

  /** What is still being written stays: its run is under way. */
  #makeRoom(size: number): boolean {
    const { bytes, files } = this.#bounds;
    const isRoom = (): boolean => this.#bytes + size <= bytes && this.#files.size < files;
    for (const file of this.#files) {
      if (isRoom() || size > bytes) break;
      if (file.isWhole) file.drop();
    }
    return isRoom();
  }
}

/** Written once from the beginning to the end, then read. */
class SpooledFile implements SpoolWriter, StoredBytes {
  readonly length: number;
  readonly #file: Promise<UnnamedFile>;
  readonly #forget: () => void;
  #written: Promise<void> = Promise.resolve();
  #writtenBytes = 0;
  #failure: string | null = null;
  #dropped: Promise<void> | null = null;
  #stopWaiting: () => void = () => undefined;

  /** @param forget told when it is dropped, once */
  constructor(length: number, file: Promise<UnnamedFile>, forget: () => void) {
    this.length = length;
    this.#file = file;
    this.#forget = forget;
    file.catch((error: unknown) => {
      this.#fail(error);
    });
  }

  get isThere(): boolean {
    return this.#dropped === null;
  }

  get isWhole(): boolean {
    return this.#writtenBytes === this.length;
  }

  dropAfter(ms: number): void {
    this.#stopWaiting = doLater(ms, () => {
      if (this.isWhole) this.discard();
      else this.dropAfter(ms);
    });
  }

  write(chunk: Buffer): Promise<void> {
    this.#written = this.#written.then(() => this.#write(chunk));
    return this.#written;
  }

  async finish(): Promise<OutputContent> {
    await this.#written;
    if (!this.isWhole) this.#fail(new Error('it ended early'));
    if (this.#failure !== null) return { kind: 'left out', why: this.#failure };
    return { kind: 'stored', bytes: this };
  }

  discard(): void {
    this.drop();
  }

  drop(): void {
    void this.close();
  }

  async read(offset: number, length: number): Promise<Buffer> {
    if (!this.isThere) throw new Error('it was removed');
    const file = await this.#file;
    return file.read(offset, Math.max(0, Math.min(length, this.length - offset)));
  }

  /** Never rejects. */
  close(): Promise<void> {
    this.#dropped ??= this.#close();
    return this.#dropped;
  }

  async #write(chunk: Buffer): Promise<void> {
    if (!this.isThere) return;
    try {
      const file = await this.#file;
      await file.write(chunk, this.#writtenBytes);
      this.#writtenBytes += chunk.length;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    this.#failure ??=
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'found no room: the disk of the gateway is full'
        : `could not be kept (${code})`;
    this.discard();
  }

  async #close(): Promise<void> {
    this.#stopWaiting();
    this.#forget();
    await this.#file.then((file) => file.close()).catch(() => undefined);
  }
}

/** Of a file that finds no room. */
class NoWriter implements SpoolWriter {
  readonly #why: string;

  constructor(why: string) {
    this.#why = why;
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  finish(): Promise<OutputContent> {
    return Promise.resolve({ kind: 'left out', why: this.#why });
  }

  discard(): void {
    // Nothing was kept.
  }
}
