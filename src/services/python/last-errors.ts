// The last exception that nothing caught, of each session and of each caller's calls without one: who asks what went wrong need not
// repeat it. Bounded; the longest unchanged goes first.
import type { Caller } from '../../core/caller.js';
import type { RunPythonAnswer } from './run-python.js';

/** Each is at most some 64 KB. */
const mostKept = 64;

export class LastErrors {
  readonly #tracebacks = new Map<string, { readonly caller: Caller; readonly traceback: string }>();

  /** @param session undefined: it ran in none */
  note(caller: Caller, session: string | undefined, answer: RunPythonAnswer): void {
    if (answer.kind === 'refused' || answer.result.outcome.status !== 'raised') return;
    const key = toKey(caller, session);
    const { traceback } = answer.result.outcome.error;
    this.#tracebacks.delete(key);
    this.#tracebacks.set(key, { caller, traceback });
    const [oldest] = this.#tracebacks.keys();
    if (this.#tracebacks.size > mostKept && oldest !== undefined) this.#tracebacks.delete(oldest);
  }

  /** null where none is known. */
  find(caller: Caller, session: string | undefined): string | null {
    return this.#tracebacks.get(toKey(caller, session))?.traceback ?? null;
  }

  /** Of a caller that has gone. */
  forget(caller: Caller): void {
    for (const [key, kept] of this.#tracebacks) if (kept.caller === caller) this.#tracebacks.delete(key);
  }
}

const toKey = (caller: Caller, session = ''): string => `${session} ${caller}`;
