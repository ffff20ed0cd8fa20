// What each caller has read that not everybody may: from then on it writes to nothing that everybody reads, until the user says
// that it may. The words that came with it may ask for just that ("lethal trifecta"). In memory, for as long as the caller is there.
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';

interface History {
  readonly sources: Set<string>;
  /** Of the question that was put to the user last, and what it was about. */
  asked: { readonly ticket: string; readonly about: readonly string[] } | null;
}

/** Named to the user; the rest is counted. */
const mostNamed = 20;

export class ReadHistory {
  readonly #histories = new Map<Caller, History>();

  /** @param source as people know it: `octo/hidden`, `octo/*` */
  note(caller: Caller, source: string): void {
    const history = this.#histories.get(caller) ?? { sources: new Set(), asked: null };
    this.#histories.set(caller, history);
    history.sources.add(source);
  }

  /** In the order in which they were read. */
  sourcesOf(caller: Caller): readonly string[] {
    return [...(this.#histories.get(caller)?.sources ?? [])];
  }

  /** @param target what everybody could read @throws PymcpError `github.read-private` */
  refuseWrite(caller: Caller, target: string): void {
    const sources = this.sourcesOf(caller);
    if (sources.length === 0) return;
    throw new PymcpError(
      'github.read-private',
      `nothing may be written to ${target}, which others can read, since this connection or token has read what is private: ${nameSome(sources)}`,
      'tell the user; the user can permit it by the tool reset_read_history, where the client can ask, or by another connection (stdio) or token (HTTP)',
    );
  }

  /** A question to the user about what there is now; the one before counts no more. null where there is nothing to ask. */
  ask(caller: Caller): { readonly ticket: string; readonly sources: string } | null {
    const history = this.#histories.get(caller);
    if (history === undefined) return null;
    const about = [...history.sources];
    history.asked = { ticket: randomUUID(), about };
    return { ticket: history.asked.ticket, sources: nameSome(about) };
  }

  /** By the answer to that question alone, once; what was read since stays. @returns whether it was that question's */
  reset(caller: Caller, ticket: string): boolean {
    const history = this.#histories.get(caller);
    const asked = history?.asked ?? null;
    if (history === undefined || asked?.ticket !== ticket) return false;
    history.asked = null;
    for (const source of asked.about) history.sources.delete(source);
    if (history.sources.size === 0) this.#histories.delete(caller);
    return true;
  }

  forget(caller: Caller): void {
    this.#histories.delete(caller);
  }
}

function nameSome(sources: readonly string[]): string {
  const named = sources.slice(0, mostNamed).join(', ');
  return sources.length > mostNamed ? `${named} and ${sources.length - mostNamed} more` : named;
}
