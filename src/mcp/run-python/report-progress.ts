// What a program writes, told while it runs, and signs of life where it writes nothing, for clients that asked for them:
// both keep a long call from being given up.
import type { ServerContext } from '@modelcontextprotocol/server';
import type { ExecutionObserver } from '../../execution/execute.js';
import { monotonicMs, sleep } from '../../host/clock.js';
import { PendingOutput, type StreamName } from './pending-output.js';

export interface ProgressPace {
  /** From the first output until it is told: what is written together is told together. */
  readonly gatherMs: number;
  /** Between two messages, at least. */
  readonly pauseMs: number;
  /** Between two messages, at most. */
  readonly silenceMs: number;
}

const ordinaryPace: ProgressPace = { gatherMs: 50, pauseMs: 250, silenceMs: 5_000 };

export interface ProgressReport {
  /** To be told of the program's output; empty where nobody asked. */
  readonly observer: Pick<ExecutionObserver, 'onStdout' | 'onStderr'>;
  /** What is not told by then is in the result. */
  readonly stop: () => void;
}

interface Context {
  readonly mcpReq: Pick<ServerContext['mcpReq'], '_meta' | 'notify'>;
}

export function reportProgress({ mcpReq }: Context, pace: ProgressPace = ordinaryPace): ProgressReport {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { observer: {}, stop: () => undefined };
  const teller = new Teller(pace, (progress, message) =>
    mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, message } }),
  );
  // A client that has gone is noticed by whoever reads from it.
  teller.run().catch(() => undefined);
  const listenTo = (stream: StreamName) => (chunk: Buffer) => {
    teller.push(stream, chunk);
    return undefined;
  };
  return {
    observer: { onStdout: listenTo('stdout'), onStderr: listenTo('stderr') },
    stop: () => {
      teller.stop();
    },
  };
}

type Tell = (progress: number, message: string) => Promise<void>;

class Teller {
  readonly #pace: ProgressPace;
  readonly #tell: Tell;
  readonly #pending = new PendingOutput();
  readonly #startedMs = monotonicMs();
  #toldMs = this.#startedMs;
  #progress = 0;
  #rest = new AbortController();
  #wakesForOutput = false;
  #isStopped = false;

  constructor(pace: ProgressPace, tell: Tell) {
    this.#pace = pace;
    this.#tell = tell;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#waitForOutput();
      if (!this.#pending.isEmpty) await this.#sleep(this.#pace.gatherMs);
      if (this.#isStopped) return;
      // A client that does not read is told nothing more: what comes meanwhile takes the place of what is older.
      await this.#tellNow();
      await this.#sleep(this.#pace.pauseMs);
    }
  }

  push(stream: StreamName, chunk: Buffer): void {
    this.#pending.push(stream, chunk);
    if (this.#wakesForOutput) this.#rest.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#rest.abort();
  }

  async #tellNow(): Promise<void> {
    const nowMs = monotonicMs();
    const seconds = (nowMs - this.#startedMs) / 1000;
    // Strictly more each time, as the specification has it.
    this.#progress = Math.max(Math.round(seconds * 1000), this.#progress + 1);
    this.#toldMs = nowMs;
    const output = this.#pending.take();
    await this.#tell(
      this.#progress / 1000,
      output === '' ? `still running after ${Math.round(seconds)} s` : output,
    );
  }

  async #waitForOutput(): Promise<void> {
    if (!this.#pending.isEmpty) return;
    this.#wakesForOutput = true;
    await this.#sleep(this.#toldMs + this.#pace.silenceMs - monotonicMs());
    this.#wakesForOutput = false;
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#isStopped) return;
    this.#rest = new AbortController();
    await sleep(Math.max(0, ms), this.#rest.signal);
  }
}
