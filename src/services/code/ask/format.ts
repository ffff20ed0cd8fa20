// Ruff's formatter: what a file would look like, and putting it so.
import { z } from 'zod';
import type { MadeChange, WriteChanges } from '../change/write-changes.js';
import { findPythonFile } from '../place/resolve-place.js';
import type { LintSession } from '../lint-session.js';

export interface FormatAnswer {
  readonly path: string;
  /** null where nothing was written. */
  readonly made: MadeChange | null;
  /** null where it is formatted already. */
  readonly formatted: string | null;
  /** Of the file as it is, lines that are in no place of the formatted one. */
  readonly changedLines: number;
}

/** @param write null for a preview */
export async function askFormat(
  session: LintSession,
  path: string,
  write: WriteChanges | null,
): Promise<FormatAnswer> {
  const file = findPythonFile(session, path);
  const before = session.textOf(file);
  const after = await session.ask('format', { text: before, options: {} }, z.string());
  if (after === before) return { path: file, made: null, formatted: null, changedLines: 0 };
  const made = write === null ? null : await write([{ path: file, before, after }]);
  return { path: file, made, formatted: after, changedLines: countLost(before, after) };
}

function countLost(before: string, after: string): number {
  const there = new Set(after.split('\n'));
  return before.split('\n').filter((line) => !there.has(line)).length;
}
