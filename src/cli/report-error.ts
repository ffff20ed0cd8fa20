// Errors as a person meets them: what happened, and a hint that names the fix.
import { PymcpError } from '../core/errors.js';

const bugExitCode = 70;

/** Writes to stderr and returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof PymcpError) {
    process.stderr.write(`error: ${error.message}\nhint: ${error.hint}\n`);
    return error.exitCode;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`error: pymcp itself failed: ${trace}\nhint: please report it, with this text\n`);
  return bugExitCode;
}
