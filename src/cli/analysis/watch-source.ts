// `--watch`, for teaching: analyses a file, and again whenever it has changed, until somebody ends it.
import { PymcpError } from '../../core/errors.js';
import { readProgram } from '../read-program.js';
import { reportError } from '../report-error.js';
import { awaitChange } from './await-change.js';
import type { ChosenSource } from './choose-source.js';

/** Whoever teaches ends it before; what is forgotten ends itself. */
const mostRuns = 1_000;
const clearScreen = '\u001b[2J\u001b[H';

/** @returns the exit code */
export async function watchSource(
  chosen: ChosenSource,
  show: (source: ChosenSource) => Promise<unknown>,
  signal: AbortSignal,
): Promise<number> {
  const path = chosen.path ?? '';
  let { code } = chosen.source;
  for (let run = 0; run < mostRuns && !signal.aborted; run += 1) {
    if (process.stdout.isTTY) process.stdout.write(clearScreen);
    await showOrSay(() => show({ ...chosen, source: { ...chosen.source, code } }));
    if (signal.aborted) break;
    process.stderr.write(`watching ${JSON.stringify(path)}; Ctrl-C ends it\n`);
    const next = await awaitChange(path, code, () => readOrNull(path), signal);
    if (next === null) break;
    code = next;
  }
  return 0;
}

/** What is wrong with one state of a file is mended in the next. */
async function showOrSay(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    reportError(error);
  }
}

/** While it is being written it may be gone for a moment. */
async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readProgram(path);
  } catch {
    return null;
  }
}
