// Why sessions ended, for those who come back for them; the latest of each caller.
import type { Caller } from '../../core/caller.js';
import type { SessionId } from '../../core/names.js';
import type { EndedSession } from '../../core/session.js';

const mostPerCaller = 64;

export class EndedSessions {
  readonly #byCaller = new Map<Caller, Map<SessionId, string>>();

  add(caller: Caller, { id, reason }: EndedSession): void {
    const ended = this.#byCaller.get(caller) ?? new Map<SessionId, string>();
    ended.set(id, reason);
    const [oldest] = ended.keys();
    if (ended.size > mostPerCaller && oldest !== undefined) ended.delete(oldest);
    this.#byCaller.set(caller, ended);
  }

  reasonOf(caller: Caller, id: SessionId): string | null {
    return this.#byCaller.get(caller)?.get(id) ?? null;
  }

  /** The latest first. */
  listOf(caller: Caller): readonly EndedSession[] {
    return [...(this.#byCaller.get(caller) ?? [])].map(([id, reason]) => ({ id, reason })).reverse();
  }

  forget(caller: Caller): void {
    this.#byCaller.delete(caller);
  }
}
