// audit.chain: writes one log, alone, for as long as it is open: each record at the end of the newest file, then the head.
import { join } from 'node:path';
import { PrivateFile } from '../host/private-file.js';
import { segmentFile } from './audit-places.js';
import { type AuditKey, type RecordBody, sealRecord } from './chain.js';
import { type Head, type Point, renderHead } from './head.js';

export interface LogWriterParts {
  readonly key: AuditKey;
  readonly log: string;
  /** Of the logs. */
  readonly folder: string;
  /** Held by this process alone. */
  readonly headFile: PrivateFile;
  readonly head: Head;
  /** The newest; null where there is none. */
  readonly segment: { readonly number: number; readonly file: PrivateFile } | null;
  readonly last: Point;
  /** A file that is larger is not written any more. */
  readonly fileBytes: number;
}

export class LogWriter {
  readonly log: string;
  readonly #parts: LogWriterParts;
  #head: Head;
  #last: Point;
  #segment: LogWriterParts['segment'];
  #unsynced: PrivateFile[] = [];
  #isClosed = false;

  constructor(parts: LogWriterParts) {
    this.log = parts.log;
    this.#parts = parts;
    this.#head = parts.head;
    this.#last = parts.last;
    this.#segment = parts.segment;
  }

  get key(): AuditKey {
    return this.#parts.key;
  }

  /** Of the newest file. */
  get segmentNumber(): number {
    return this.#segment?.number ?? 0;
  }

  get base(): Point {
    return this.#head.base;
  }

  /** All of them or none, in the order given. @throws UnsafeFileError, or as node:fs does; it is to be closed then */
  append(bodies: readonly RecordBody[]): void {
    this.#refuseClosed();
    let last = this.#last;
    const lines = bodies.map((body) => {
      const { line, number, mark } = sealRecord(this.#parts.key, this.log, last, body);
      last = { number, mark };
      return line;
    });
    const bytes = Buffer.concat(lines);
    const file = this.#fileFor(bytes.length);
    const { size } = file;
    file.append(bytes);
    try {
      this.#writeHead({ last, base: this.#head.base });
    } catch (error) {
      // What is refused is not written: also where only the head could not be.
      file.truncate(size);
      throw error;
    }
    this.#last = last;
  }

  /** The records up to this one are kept no longer. @throws as append */
  moveBase(base: Point): void {
    this.#refuseClosed();
    this.#writeHead({ last: this.#last, base });
  }

  /** Resolves when all of it outlasts a power cut. @throws as node:fs does */
  async sync(): Promise<void> {
    this.#refuseClosed();
    const files = this.#unsynced;
    this.#unsynced = [];
    const current = this.#segment?.file;
    await Promise.all([...(current === undefined ? [] : [current]), ...files].map((file) => file.sync()));
    for (const file of files) file.close();
    await this.#parts.headFile.sync();
  }

  /** Lets others have it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const file of this.#unsynced) file.close();
    this.#segment?.file.close();
    this.#parts.headFile.close();
  }

  /** A descriptor that was given back may be another file's by now. */
  #refuseClosed(): void {
    if (this.#isClosed) throw new Error(`the audit log ${this.log} is closed`);
  }

  #fileFor(length: number): PrivateFile {
    const current = this.#segment;
    const { fileBytes, folder } = this.#parts;
    if (current !== null && (current.file.size === 0 || current.file.size + length <= fileBytes))
      return current.file;
    const number = (current?.number ?? 0) + 1;
    const file = PrivateFile.create(join(folder, segmentFile(this.log, number)));
    if (current !== null) this.#unsynced.push(current.file);
    this.#segment = { number, file };
    return file;
  }

  #writeHead(points: Pick<Head, 'last' | 'base'>): void {
    const head = { turn: this.#head.turn + 1, ...points };
    const { position, bytes } = renderHead(this.#parts.key, this.log, head);
    this.#parts.headFile.writeAt(bytes, position);
    this.#head = head;
  }
}
