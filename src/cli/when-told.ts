// The signals that ask us to end.

export interface Told {
  /** Resolves at the first. */
  readonly first: Promise<void>;
  /** Aborted at the second: whoever asks again does not want to wait. */
  readonly second: AbortSignal;
}

/** From now on they end nobody by themselves. */
export function whenTold(): Told {
  const again = new AbortController();
  const first = new Promise<void>((resolve) => {
    let isTold = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (isTold) again.abort();
        isTold = true;
        resolve();
      });
    }
  });
  return { first, second: again.signal };
}
