// Runs programs in sandboxes of their own as it is asked.
import type { ExecutionResult } from '#pymcp/core/execution-result.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { timeConcurrently } from '../time-concurrently.js';
import type { LibraryUnderTest } from './library-under-test.js';

export class RunWorker {
  readonly #library: LibraryUnderTest;

  constructor(library: LibraryUnderTest) {
    this.#library = library;
  }

  /** From the call to the result, when nothing of the sandbox is left. */
  async run(code: string): Promise<number> {
    const started = monotonicMs();
    await this.#run(code);
    return monotonicMs() - started;
  }

  async many(code: string, count: number, atOnce: number): Promise<number> {
    return timeConcurrently(() => this.#run(code), count, atOnce);
  }

  async held(): Promise<Pick<ExecutionResult, 'isolation' | 'limits'>> {
    const { isolation, limits } = await this.#run('pass');
    return { isolation, limits };
  }

  close(): Promise<void> {
    return this.#library.close();
  }

  async #run(code: string): Promise<ExecutionResult> {
    const result = await this.#library.run(code);
    const { outcome } = result;
    if (outcome.status !== 'completed') throw new Error(`our run ended: ${JSON.stringify(outcome)}`);
    return result;
  }
}
