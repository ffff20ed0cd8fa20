// secret.unlogged: what nobody has caught ends us, as it does every process of Node.js, which would print it with the values that
// stand in its words. Here it is told by whoever redacts. What ends us without an exception, such as a lack of memory, is not.

const bugExitCode = 70;

/** From now on. @param tell must have told it when it returns */
export function whenCrashed(tell: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    try {
      tell(error);
    } finally {
      process.exit(bugExitCode);
    }
  });
}
