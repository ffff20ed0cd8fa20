// The large files that came out of runs, kept for the caller that made them, until they are too old or others need the
// room. Another caller's are not there: the same words, whatever the reason.
import { randomBytes } from 'node:crypto';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { StoredBytes } from '../../core/exchanged-file.js';
import { type ResourcePlace, toResourceUri } from '../../core/resource-uri.js';
import type { SessionFilePart } from '../../core/session.js';
import { doLater, nowMs } from '../../host/clock.js';

export interface ResultBounds {
  /** Of what is small enough to be held in memory; the spool bounds the rest. */
  readonly memoryBytes: number;
  readonly files: number;
  readonly ageMs: number;
}

/** A file of a result, as a list shows it. */
export interface ResultFile {
  readonly uri: string;
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/** A part of it. */
export type ResultPart = SessionFilePart;

/** Keeps files of one run; it gets its address with the first. */
export interface Shelf {
  /** The address, or null where there is no room for it. No path twice. */
  keep(path: string, bytes: Buffer | StoredBytes): string | null;
}

interface Entry extends ResultFile {
  readonly caller: Caller;
  readonly bytes: Buffer | StoredBytes;
  readonly memoryBytes: number;
  readonly stopWaiting: () => void;
}

const ordinaryBounds: ResultBounds = { memoryBytes: 32 * 1024 * 1024, files: 512, ageMs: 60 * 60 * 1000 };

export class ResultStore {
  readonly #bounds: ResultBounds;
  readonly #onChange: (caller: Caller, uri: string) => void;
  /** By address, from the oldest to the newest. */
  readonly #entries = new Map<string, Entry>();
  #memoryBytes = 0;

  /** @param onChange told of each file that comes or goes */
  constructor(
    bounds: Partial<ResultBounds> = {},
    onChange: (caller: Caller, uri: string) => void = () => undefined,
  ) {
    this.#bounds = { ...ordinaryBounds, ...bounds };
    this.#onChange = onChange;
  }

  openShelf(caller: Caller): Shelf {
    const id = randomBytes(8).toString('hex');
    return { keep: (path, bytes) => this.#keep(caller, { kind: 'results', id, path }, bytes) };
  }

  /** The caller's, from the oldest to the newest. */
  list(caller: Caller): readonly ResultFile[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.caller === caller && isThere(entry.bytes))
      .map(({ uri, path, size, createdMs }) => ({ uri, path, size, createdMs }));
  }

  /**
   * Fewer bytes than asked for at the end.
   * @throws PymcpError `resource.unknown`
   */
  async read(caller: Caller, place: ResourcePlace, offset: number, length: number): Promise<ResultPart> {
    const bytes = this.find(caller, place);
    if (Buffer.isBuffer(bytes))
      return { size: bytes.length, offset, bytes: bytes.subarray(offset, offset + length) };
    const part = await bytes.read(offset, length).catch(() => {
      throw unknown();
    });
    return { size: bytes.length, offset, bytes: part };
  }

  /** All of it, to go into a run. @throws PymcpError `resource.unknown` */
  find(caller: Caller, place: ResourcePlace): Buffer | StoredBytes {
    const entry = this.#entries.get(toResourceUri(place));
    if (entry?.caller !== caller || !isThere(entry.bytes)) throw unknown();
    return entry.bytes;
  }

  /** Of a caller that has gone. */
  forget(caller: Caller): void {
    for (const entry of this.#entries.values()) if (entry.caller === caller) this.#drop(entry);
  }

  #keep(caller: Caller, place: ResourcePlace, bytes: Buffer | StoredBytes): string | null {
    const memoryBytes = Buffer.isBuffer(bytes) ? bytes.length : 0;
    if (!isThere(bytes) || memoryBytes > this.#bounds.memoryBytes) return null;
    const uri = toResourceUri(place);
    const stopWaiting = doLater(this.#bounds.ageMs, () => {
      this.#drop(entry);
    });
    const entry: Entry = {
      uri,
      path: place.path,
      size: bytes.length,
      createdMs: nowMs(),
      caller,
      bytes,
      memoryBytes,
      stopWaiting,
    };
    this.#entries.set(uri, entry);
    this.#memoryBytes += memoryBytes;
    this.#onChange(caller, uri);
    this.#makeRoom();
    return uri;
  }

  /** The oldest go first; those that the spool has removed are no longer there anyway. */
  #makeRoom(): void {
    for (const entry of this.#entries.values()) if (!isThere(entry.bytes)) this.#drop(entry);
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= this.#bounds.files && this.#memoryBytes <= this.#bounds.memoryBytes) return;
      this.#drop(entry);
    }
  }

  #drop(entry: Entry): void {
    if (!this.#entries.delete(entry.uri)) return;
    entry.stopWaiting();
    this.#memoryBytes -= entry.memoryBytes;
    if (!Buffer.isBuffer(entry.bytes)) entry.bytes.drop();
    this.#onChange(entry.caller, entry.uri);
  }
}

function isThere(bytes: Buffer | StoredBytes): boolean {
  return Buffer.isBuffer(bytes) || bytes.isThere;
}

function unknown(): PymcpError {
  return new PymcpError(
    'resource.unknown',
    'there is no such file: it never was, it was removed to make room or after a while, or it is not yours',
    'list the resources to see what there is, or run the program again',
  );
}
