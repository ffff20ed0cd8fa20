// syncfs(2), which Node.js has not.
import { findSystemProgram } from './find-program.js';
import { runCommand } from './run-command.js';

const syncMs = 120_000;

/** All that was written to the file system at `path` is on the disk when it resolves. */
export async function syncFileSystem(path: string): Promise<void> {
  const program = await findSystemProgram('sync');
  const done =
    program === null ? null : await runCommand(program, ['-f', path], { timeoutMs: syncMs, env: {} });
  if (done?.status !== 0) throw new Error(`sync could not write ${path} to the disk`);
}
