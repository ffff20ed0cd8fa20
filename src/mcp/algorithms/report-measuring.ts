// How far an analysis is, and for how long it will go on, for clients that asked for it: it keeps a long call from being given up.
import type { ServerContext } from '@modelcontextprotocol/server';
import { monotonicMs, sleep } from '../../host/clock.js';
import type { Progress } from '../../services/algorithms/served-algorithms.js';
import { showLine } from '../run-python/show-controls.js';

interface Context {
  readonly mcpReq: Pick<ServerContext['mcpReq'], '_meta' | 'notify'>;
}

export interface MeasuringReport {
  readonly onProgress: (progress: Progress) => void;
  readonly stop: () => void;
}

/** Where nothing is measured for as long, a sign of life. */
const silenceMs = 5_000;
const mostNameCharacters = 80;

/** @param budgetSeconds what it takes about, as long as nothing better is known */
export function reportMeasuring(
  { mcpReq }: Context,
  budgetSeconds: number,
  everyMs = silenceMs,
): MeasuringReport {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { onProgress: () => undefined, stop: () => undefined };
  const startedMs = monotonicMs();
  const ended = new AbortController();
  let share = 0;
  let told = 0;
  const tell = (what: string): void => {
    const passedMs = monotonicMs() - startedMs;
    const message = `${what}, ${sayLeft(passedMs, share, budgetSeconds)}`;
    // Strictly more each time, as the specification has it.
    told = Math.min(0.999, Math.max(share, told + (1 - told) / 1_000));
    const params = { progressToken, progress: told, total: 1, message };
    // A client that has gone is noticed by whoever reads from it.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  void tellWhile(ended.signal, everyMs, () => {
    tell('measuring');
  });
  return {
    onProgress: ({ measured: { name, kind }, share: now }) => {
      share = Math.max(share, now);
      tell(`measured ${showLine(`${name}, ${kind}`).slice(0, mostNameCharacters).toWellFormed()}`);
    },
    stop: () => {
      ended.abort();
    },
  };
}

async function tellWhile(signal: AbortSignal, everyMs: number, tell: () => void): Promise<void> {
  for (;;) {
    await sleep(everyMs, signal);
    if (signal.aborted) return;
    tell();
  }
}

function sayLeft(passedMs: number, share: number, budgetSeconds: number): string {
  const leftMs = share > 0 ? (passedMs / share) * (1 - share) : budgetSeconds * 1_000 - passedMs;
  return `about ${Math.max(1, Math.round(leftMs / 1_000))} s left`;
}
