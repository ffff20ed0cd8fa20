// An abort signal as a promise.

/** Resolves when `signal` is aborted; stays pending for ever where it never is, and listens no longer than `over` allows. */
export function whenAborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    const settle = (): void => {
      resolve();
    };
    signal?.addEventListener('abort', settle, { once: true, signal: over });
  });
}
