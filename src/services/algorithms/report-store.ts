// Reports of analyses, kept for the caller that asked for them, until they are too old or newer ones need the room. Each caller has
// room of its own, so that none pushes out what is another's; another caller's reports are not there.
import { randomBytes } from 'node:crypto';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { type ResourcePlace, toResourceUri } from '../../core/resource-uri.js';
import type { SessionFilePart } from '../../core/session.js';
import { doLater, nowMs } from '../../host/clock.js';

export interface ReportBounds {
  /** Of one caller. */
  readonly reports: number;
  /** Likewise. */
  readonly bytes: number;
  /** Of all together. */
  readonly allBytes: number;
  readonly ageMs: number;
}

/** As a list shows it. */
export interface KeptReport {
  readonly uri: string;
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

interface Entry extends KeptReport {
  readonly caller: Caller;
  readonly bytes: Buffer;
  readonly stopWaiting: () => void;
}

type Place = ResourcePlace<'analysis'>;

const MiB = 1024 * 1024;
const ordinaryBounds: ReportBounds = { reports: 32, bytes: 16 * MiB, allBytes: 64 * MiB, ageMs: 60 * 60_000 };

export class ReportStore {
  readonly #bounds: ReportBounds;
  readonly #onChange: (caller: Caller, uri: string) => void;
  /** By address, from the oldest to the newest. */
  readonly #entries = new Map<string, Entry>();

  /** @param onChange told of each report that comes or goes */
  constructor(
    bounds: Partial<ReportBounds> = {},
    onChange: (caller: Caller, uri: string) => void = () => undefined,
  ) {
    this.#bounds = { ...ordinaryBounds, ...bounds };
    this.#onChange = onChange;
  }

  /** Of one analysis, under one id. @returns the address of each, in their order; null where it is larger than the room */
  keep(
    caller: Caller,
    files: readonly { readonly path: string; readonly bytes: Buffer }[],
  ): readonly (KeptReport | null)[] {
    const id = randomBytes(8).toString('hex');
    const kept = files.map(({ path, bytes }) =>
      bytes.length > this.#bounds.bytes ? null : this.#add(caller, { kind: 'analysis', id, path }, bytes),
    );
    return kept.map((one) => (one !== null && this.#entries.has(one.uri) ? one : null));
  }

  /** The caller's, from the oldest to the newest. */
  list(caller: Caller): readonly KeptReport[] {
    return this.#of(caller).map(({ uri, path, size, createdMs }) => ({ uri, path, size, createdMs }));
  }

  /** Fewer bytes than asked for at the end. @throws PymcpError `resource.unknown` */
  read(caller: Caller, place: Place, offset: number, length: number): SessionFilePart {
    const entry = this.#entries.get(toResourceUri(place));
    if (entry?.caller !== caller) throw unknown();
    return { size: entry.size, offset, bytes: entry.bytes.subarray(offset, offset + length) };
  }

  /** Of a caller that has gone. */
  forget(caller: Caller): void {
    for (const entry of this.#of(caller)) this.#drop(entry);
  }

  /** Of all callers: no timer stays. */
  close(): void {
    for (const entry of [...this.#entries.values()]) this.#drop(entry);
  }

  #add(caller: Caller, place: Place, bytes: Buffer): KeptReport {
    const uri = toResourceUri(place);
    const stopWaiting = doLater(this.#bounds.ageMs, () => {
      this.#drop(entry);
    });
    const facts = { uri, path: place.path, size: bytes.length, createdMs: nowMs() };
    const entry: Entry = { ...facts, caller, bytes, stopWaiting };
    this.#entries.set(uri, entry);
    this.#makeRoom(caller);
    this.#onChange(caller, uri);
    return facts;
  }

  /** The oldest go first: those of the caller that wants room, and only where all have too much, those of all. */
  #makeRoom(caller: Caller): void {
    const { reports, bytes, allBytes } = this.#bounds;
    dropOldest(this.#of(caller), (left) => left.length <= reports && sizeOf(left) <= bytes, this.#drop);
    dropOldest([...this.#entries.values()], (left) => sizeOf(left) <= allBytes, this.#drop);
  }

  #of(caller: Caller): readonly Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.caller === caller);
  }

  readonly #drop = (entry: Entry): void => {
    if (!this.#entries.delete(entry.uri)) return;
    entry.stopWaiting();
    this.#onChange(entry.caller, entry.uri);
  };
}

function dropOldest(
  entries: readonly Entry[],
  isEnough: (left: readonly Entry[]) => boolean,
  drop: (entry: Entry) => void,
): void {
  let left = entries;
  for (const entry of entries) {
    if (isEnough(left)) return;
    drop(entry);
    left = left.slice(1);
  }
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

function unknown(): PymcpError {
  return new PymcpError(
    'resource.unknown',
    'there is no such report: it never was, it was removed to make room or after a while, or it is not yours',
    'list the resources to see what there is, or analyse it again',
  );
}
