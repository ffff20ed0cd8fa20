// Time, as one door, so that what waits can be seen.

/** Milliseconds on a clock that never goes back. */
export function monotonicMs(): number {
  return performance.now();
}

/** Milliseconds since 1970, to be shown. */
export function nowMs(): number {
  return Date.now();
}

/** Resolves after `ms`; ends at once where the signal is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted === true) done();
  });
}

export interface Timer {
  /** Resolves after the time; stays pending for ever where it was stopped before. */
  readonly passed: Promise<void>;
  readonly stop: () => void;
}

/** Lighter than `sleep` with a signal, whose abort makes an exception with a stack. */
export function startTimer(ms: number): Timer {
  let stop: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop = () => {
      clearTimeout(timer);
    };
  });
  return { passed, stop };
}

/** Whether it resolves within `ms`; rejects as it does before that. */
export async function isWithin(done: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = startTimer(ms);
  try {
    return await Promise.race([done.then(() => true), timer.passed.then(() => false)]);
  } finally {
    timer.stop();
  }
}

/** Does something later, and keeps no process alive for it; returns how to do without. */
export function doLater(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}

/** Lets everything else that is due go first. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
