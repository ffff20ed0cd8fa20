// While nobody asks: has the language server read what the first question about the workspace would have to wait for, one file after
// the other. A question that comes waits for one of them at most.
import { monotonicMs } from '../../host/clock.js';
import type { CodeSession } from './code-session.js';
import { isPythonFile } from './files/python-names.js';

/** Of a gateway, over all servers: what makes a server fail is not tried for ever. */
const mostMs = 20_000;
/** More than some 100,000 lines would fill the server's memory before they are asked for. */
const mostChars = 4_000_000;

export class WarmUp {
  #spentMs = 0;

  /** @param signal of a question that has come @throws PymcpError as a question */
  async go(session: CodeSession, signal: AbortSignal): Promise<void> {
    const paths = [...session.files.files.keys()].filter(isPythonFile).sort();
    if (isTooMuch(session, paths)) return;
    const startedMs = monotonicMs();
    try {
      for (const path of paths) {
        if (signal.aborted || this.#spentMs + monotonicMs() - startedMs > mostMs) return;
        await session.symbolsOf(path);
      }
    } finally {
      this.#spentMs += monotonicMs() - startedMs;
    }
  }
}

function isTooMuch(session: CodeSession, paths: readonly string[]): boolean {
  let left = mostChars;
  return paths.some((path) => (left -= session.files.read(path)?.length ?? 0) < 0);
}
