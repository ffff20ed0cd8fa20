// What changes among the files of a caller's sessions and results. The gateway asks no session for it: it knows the files
// that calls have left, and takes each of them as changed by a later call of their session, because a program may also
// have removed it and does not say so.
import type { Caller } from '../../core/caller.js';
import type { Change, StopWatching } from '../../core/change.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { SessionId } from '../../core/names.js';
import { toResourceUri } from '../../core/resource-uri.js';
import { ChangeFeed } from '../change-feed.js';

/** Of one session: as many as a list of its files has, and more. */
const mostKnown = 2_000;
/** More than there are at once. */
const mostSessions = 1_000;

export class PythonChanges {
  readonly #feed: ChangeFeed;
  readonly #known = new Map<SessionId, Set<string>>();

  constructor(feed = new ChangeFeed()) {
    this.#feed = feed;
  }

  watch(caller: Caller, onChange: (change: Change) => void): StopWatching {
    return this.#feed.watch(caller, onChange);
  }

  /** The tools are described in other words than before. */
  toolsDescribed(): void {
    this.#feed.tellAll({ kind: 'tool-list' });
  }

  resultChanged(caller: Caller, uri: string): void {
    this.#feed.tell(caller, { kind: 'resource', uri });
    this.#feed.tell(caller, { kind: 'resource-list' });
  }

  sessionMade(caller: Caller, id: SessionId, forkedFrom: SessionId | null): void {
    const known = forkedFrom === null ? undefined : this.#known.get(forkedFrom);
    this.#known.set(id, new Set(known));
    // One that ended before it was told of would stay.
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostSessions && oldest !== undefined) this.#known.delete(oldest);
    this.#feed.tell(caller, { kind: 'resource-list' });
  }

  sessionEnded(caller: Caller, id: SessionId): void {
    this.#tellFiles(caller, id);
    this.#known.delete(id);
    this.#feed.tell(caller, { kind: 'resource-list' });
  }

  /** @param given paths of what was put into it before the call */
  sessionCalled(caller: Caller, id: SessionId, given: readonly string[], result: ExecutionResult): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    const before = known.size;
    for (const path of [...given, ...result.files.map((file) => file.path)])
      if (known.size < mostKnown) known.add(path);
    // A program that did not come to its end has not said what it left.
    const isUnsure = result.filesOmitted > 0 || known.size >= mostKnown || !hasToldFiles(result);
    if (known.size > before || isUnsure) this.#feed.tell(caller, { kind: 'resource-list' });
    this.#tellFiles(caller, id);
  }

  sessionFileDeleted(caller: Caller, id: SessionId, path: string): void {
    this.#known.get(id)?.delete(path);
    this.#feed.tell(caller, { kind: 'resource', uri: toResourceUri({ kind: 'sessions', id, path }) });
    this.#feed.tell(caller, { kind: 'resource-list' });
  }

  /** A client that has seen their addresses may ask to be told of them. */
  sessionFilesSeen(id: SessionId, paths: readonly string[]): void {
    const known = this.#known.get(id);
    for (const path of paths) if (known !== undefined && known.size < mostKnown) known.add(path);
  }

  #tellFiles(caller: Caller, id: SessionId): void {
    for (const path of this.#known.get(id) ?? [])
      this.#feed.tell(caller, { kind: 'resource', uri: toResourceUri({ kind: 'sessions', id, path }) });
  }
}

const hasToldFiles = ({ outcome }: ExecutionResult): boolean =>
  outcome.status === 'completed' || outcome.status === 'raised';
