// Tells whoever watches for a caller what changed for that caller. What changes several times in a short time is told
// once, and what waits to be told is bounded: a program that writes without end costs its client no flood.
import type { Caller } from '../core/caller.js';
import type { Change, StopWatching } from '../core/change.js';
import { doLater } from '../host/clock.js';

export interface FeedBounds {
  /** From the first change until it is told, with all that came meanwhile. */
  readonly gatherMs: number;
  /** Resources that wait to be told of, of one caller; of what is beyond only the list is said to have changed. */
  readonly resources: number;
}

const ordinaryBounds: FeedBounds = { gatherMs: 100, resources: 4_000 };

type Listener = (change: Change) => void;

interface Waiting {
  readonly uris: Set<string>;
  readonly kinds: Set<Exclude<Change['kind'], 'resource'>>;
}

export class ChangeFeed {
  readonly #bounds: FeedBounds;
  readonly #listeners = new Map<Caller, Set<Listener>>();
  readonly #waiting = new Map<Caller, Waiting>();

  constructor(bounds: Partial<FeedBounds> = {}) {
    this.#bounds = { ...ordinaryBounds, ...bounds };
  }

  watch(caller: Caller, onChange: Listener): StopWatching {
    // A listener of its own for each watch, also where one function watches twice.
    const listener: Listener = (change) => {
      onChange(change);
    };
    const listeners = this.#listeners.get(caller) ?? new Set();
    this.#listeners.set(caller, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(caller) === listeners) this.#listeners.delete(caller);
    };
  }

  tell(caller: Caller, change: Change): void {
    if (!this.#listeners.has(caller)) return;
    const waiting = this.#waiting.get(caller) ?? this.#startWaiting(caller);
    if (change.kind !== 'resource') waiting.kinds.add(change.kind);
    else if (waiting.uris.size < this.#bounds.resources) waiting.uris.add(change.uri);
    else waiting.kinds.add('resource-list');
  }

  /** Everybody who watches. */
  tellAll(change: Change): void {
    for (const caller of this.#listeners.keys()) this.tell(caller, change);
  }

  #startWaiting(caller: Caller): Waiting {
    const waiting: Waiting = { uris: new Set(), kinds: new Set() };
    this.#waiting.set(caller, waiting);
    doLater(this.#bounds.gatherMs, () => {
      this.#waiting.delete(caller);
      this.#flush(caller, waiting);
    });
    return waiting;
  }

  #flush(caller: Caller, { uris, kinds }: Waiting): void {
    const changes: Change[] = [
      ...[...kinds].map((kind) => ({ kind })),
      ...[...uris].map((uri) => ({ kind: 'resource' as const, uri })),
    ];
    for (const listener of [...(this.#listeners.get(caller) ?? [])])
      for (const change of changes) listener(change);
  }
}
