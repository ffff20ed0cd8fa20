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

const noRoom = 'is more than the gateway has room for now';

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
    if (!this.#makeRoom(size)) return new NoWriter(noRoom);
    const file = new SpooledFile(this.#open(), {
      forget: () => {
        this.#files.delete(file);
        this.#bytes -= file.reservedBytes;
      },
      grow: (bytes) => this.#grow(bytes),
    });
    file.reservedBytes = size;
    this.#files.add(file);
    this.#bytes += size;
    file.dropAfter(this.#bounds.ageMs);
    return file;
  }

  /** Removes everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#files].map((file) => file.close()));
  }

  /** Of a file that has turned out to be longer than was announced; false where there is no room for it. */
  #grow(bytes: number): boolean {
    if (!this.#makeRoom(bytes, 0)) return false;
    this.#bytes += bytes;
    return true;
  }

  /** What is still being written stays: its run is under way. */
  #makeRoom(size: number, newFiles = 1): boolean {
    const { bytes, files } = this.#bounds;
    const isRoom = (): boolean => this.#bytes + size <= bytes && this.#files.size + newFiles <= files;
    for (const file of this.#files) {
      if (isRoom() || size > bytes) break;
      if (file.isWhole) file.drop();
    }
    return isRoom();
  }
}

/** What a file says to the spool that it is in. */
interface Holder {
  /** Told when it is dropped, once. */
  readonly forget: () => void;
  /** Asked for room beyond what is reserved. */
  readonly grow: (bytes: number) => boolean;
}

/** Written once from the beginning to the end, then read. */
class SpooledFile implements SpoolWriter, StoredBytes {
  /** What is counted for it; as long as it is, in the end. */
  reservedBytes = 0;
  readonly #file: Promise<UnnamedFile>;
  readonly #holder: Holder;
  #written: Promise<void> = Promise.resolve();
  #writtenBytes = 0;
  #isWhole = false;
  #failure: string | null = null;
  #dropped: Promise<void> | null = null;
  #stopWaiting: () => void = () => undefined;

  constructor(file: Promise<UnnamedFile>, holder: Holder) {
    this.#file = file;
    this.#holder = holder;
    file.catch((error: unknown) => {
      this.#fail(error);
    });
  }

  get length(): number {
    return this.#writtenBytes;
  }

  get isThere(): boolean {
    return this.#dropped === null;
  }

  get isWhole(): boolean {
    return this.#isWhole;
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
    if (this.#failure !== null) return { kind: 'left out', why: this.#failure };
    this.#isWhole = true;
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
    const missingBytes = this.#writtenBytes + chunk.length - this.reservedBytes;
    if (missingBytes > 0 && !this.#holder.grow(missingBytes)) {
      this.#giveUp(noRoom);
      return;
    }
    this.reservedBytes += Math.max(0, missingBytes);
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
    this.#giveUp(
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'found no room: the disk of the gateway is full'
        : `could not be kept (${code})`,
    );
  }

  #giveUp(why: string): void {
    this.#failure ??= why;
    this.discard();
  }

  async #close(): Promise<void> {
    this.#stopWaiting();
    this.#holder.forget();
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
