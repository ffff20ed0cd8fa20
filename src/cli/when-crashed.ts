// secret.unlogged: what nobody has caught ends us, as it does every process of Node.js, which would print it with the values that
// stand in its words. Here it is told by whoever redacts. What ends us without an exception, such as a lack of memory, is not.

const bugExitCode = 70;

/** From now on, and whoever was told before is told no more. @param tell has told it when it resolves or returns */
export function whenCrashed(tell: (error: unknown) => Promise<void> | void): void {
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => {
    void end(tell, error);
  });
}

async function end(tell: (error: unknown) => Promise<void> | void, error: unknown): Promise<void> {
  try {
    await tell(error);
  } finally {
    process.exit(bugExitCode);
  }
}
