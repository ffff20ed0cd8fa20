// A signal that aborts with another one or after a time. `AbortSignal.any` came with Node.js 20.3.
import { doLater } from '../../host/clock.js';

export interface Deadline {
  readonly signal: AbortSignal;
  readonly close: () => void;
}

export function openDeadline(ms: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new Error(`nothing came within ${ms / 1000} seconds`));
  };
  const stop = doLater(ms, abort);
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  return {
    signal: controller.signal,
    close: () => {
      stop();
      outer.removeEventListener('abort', abort);
    },
  };
}
