// While nobody asks: has the language server read and check what the first question about types would have to wait for. A question
// that comes cancels it; it is bounded in all, and what makes the server fail is not tried again.
import { z } from 'zod';
import { monotonicMs } from '../../host/clock.js';
import type { CodeSession } from './code-session.js';
import { isPythonFile } from './files/python-names.js';
import { toUri } from './server/workspace-uri.js';

/** Of a gateway, over all servers. */
const mostMs = 20_000;
/** Types of more than some 50,000 lines would fill the server's memory before they are asked for. */
const mostChars = 2_000_000;

export class WarmUp {
  readonly #checked = new Set<string>();
  #spentMs = 0;

  /** Whoever comes cancels by the signal that the session has. @throws PymcpError as a question */
  async go(session: CodeSession, signal: AbortSignal): Promise<void> {
    const paths = [...session.files.files.keys()].filter(isPythonFile).sort();
    if (isTooMuch(session, paths)) return;
    const startedMs = monotonicMs();
    const isOver = (): boolean => signal.aborted || this.#spentMs + monotonicMs() - startedMs > mostMs;
    try {
      for (const path of paths) {
        if (isOver()) return;
        await session.symbolsOf(path);
      }
      for (const path of paths.filter((one) => !this.#checked.has(one))) {
        if (isOver()) return;
        await this.#check(session, path);
      }
    } finally {
      this.#spentMs += monotonicMs() - startedMs;
    }
  }

  async #check(session: CodeSession, path: string): Promise<void> {
    this.#checked.add(path);
    session.open(path);
    await session.request('textDocument/diagnostic', { textDocument: { uri: toUri(path) } }, z.unknown());
  }
}

function isTooMuch(session: CodeSession, paths: readonly string[]): boolean {
  let left = mostChars;
  return paths.some((path) => (left -= session.files.read(path)?.length ?? 0) < 0);
}
