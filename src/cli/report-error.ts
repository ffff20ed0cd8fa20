// Errors as a person meets them: what happened, and a hint that names the fix.
import { PymcpError } from '../core/errors.js';

const bugExitCode = 70;

/** Writes to stderr and returns the exit code. */
export function reportError(error: unknown): number {
  const [message, hint] = toErrorLines(error);
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
  return error instanceof PymcpError ? error.exitCode : bugExitCode;
}

/** What happened, and what to do about it. */
export function toErrorLines(error: unknown): readonly [message: string, hint: string] {
  if (error instanceof PymcpError) return [error.message, error.hint];
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [`pymcp itself failed: ${trace}`, 'please report it, with this text'];
}
