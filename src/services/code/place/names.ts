// Names in texts, whatever they mean there.
import type { CodeSession } from '../code-session.js';
import { isPythonFile } from '../files/python-names.js';
import { scanName } from './scan-name.js';
import type { Spot } from './spot.js';

const word = /[\p{L}\p{N}_]+/gu;

/** The name that stands at a place or ends there; null where none does. */
export function wordAt(lines: readonly string[], { line, column }: Spot): string | null {
  for (const match of (lines[line - 1] ?? '').matchAll(word))
    if (match.index < column && column <= match.index + match[0].length + 1) return match[0];
  return null;
}

/** Wherever it stands as a whole word in a Python file of the workspace: in code, in strings, in comments. */
export function findNames(session: CodeSession, name: string): readonly Spot[] {
  const found: Spot[] = [];
  for (const path of [...session.files.files.keys()].sort()) {
    if (!isPythonFile(path)) continue;
    for (const place of scanName(session.files.read(path) ?? '', name)) found.push({ path, ...place });
  }
  return found;
}
