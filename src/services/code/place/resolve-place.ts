// From how a client names a place to the place: a name path, a text pattern with a marker, or line and column. Where it is not
// one place, the answer names those that it could be.
import { whyNotContained } from '../../../core/contained-path.js';
import { PymcpError } from '../../../core/errors.js';
import { nearestName } from '../../../core/nearest-name.js';
import type { CodeSession } from '../code-session.js';
import { isPythonFile } from '../files/python-names.js';
import { findByName } from './find-by-name.js';
import { findPattern, marker } from './find-pattern.js';
import type { Spot } from './spot.js';

/** As a client gives it: the first of symbol, pattern, line that is there counts. */
export interface WantedPlace {
  readonly path?: string | undefined;
  readonly symbol?: string | undefined;
  readonly pattern?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** @throws PymcpError `code.place-invalid`, `code.not-found`, `code.ambiguous` */
export async function resolvePlace(session: CodeSession, wanted: WantedPlace): Promise<Spot> {
  const { symbol, pattern, line, column } = wanted;
  const ways = [symbol, pattern, line].filter((way) => way !== undefined).length;
  if (ways !== 1)
    throw new PymcpError(
      'code.place-invalid',
      ways === 0 ? 'no place was named' : 'more than one place was named',
      `give one of: symbol ("Class/method"), path with pattern (a piece of the text, ${marker} before the name), or path with line and column`,
    );
  const path = wanted.path === undefined ? null : findPythonFile(session, wanted.path);
  if (symbol !== undefined) return (await findByName(session, symbol, path)).spot;
  if (path === null)
    throw new PymcpError('code.place-invalid', 'a pattern or a line needs a path', 'give path as well');
  if (pattern !== undefined) return findPattern(path, session.linesOf(path), pattern);
  return atPosition(path, session.linesOf(path), line ?? 1, column);
}

/** @throws PymcpError `code.place-invalid`, `code.not-found` */
export function findPythonFile(session: Pick<CodeSession, 'files'>, path: string): string {
  const shown = JSON.stringify(path.slice(0, 200));
  const why = whyNotContained(path);
  if (why !== null)
    throw new PymcpError(
      'code.place-invalid',
      `the path ${shown} ${why}`,
      'give a path relative to the workspace',
    );
  if (!isPythonFile(path))
    throw new PymcpError('code.place-invalid', `${shown} is not a Python file`, 'name a .py or .pyi file');
  if (session.files.files.has(path)) return path;
  const near = nearestPath(path, [...session.files.files.keys()].filter(isPythonFile));
  throw new PymcpError(
    'code.not-found',
    `there is no Python file ${shown} in the workspace`,
    near.length === 0 ? 'list what there is with symbols' : `did you mean ${near.join(', ')}?`,
  );
}

/** Those with the same name, else the one that is spelled most like it. */
function nearestPath(path: string, known: readonly string[]): readonly string[] {
  const name = path.split('/').at(-1) ?? '';
  const same = known.filter((one) => one === name || one.endsWith(`/${name}`));
  if (same.length > 0) return same.slice(0, 5);
  const near = nearestName(path, known.slice(0, 5_000));
  return near === null ? [] : [near];
}

function atPosition(path: string, lines: readonly string[], line: number, column: number | undefined): Spot {
  const text = lines[line - 1];
  if (text === undefined)
    throw new PymcpError(
      'code.place-invalid',
      `${path} has ${lines.length} lines and no line ${line}`,
      `give a line from 1 to ${lines.length}`,
    );
  const first = text.search(/\S/) + 1;
  const wanted = column ?? Math.max(1, first);
  if (wanted <= text.length + 1) return { path, line, column: wanted };
  throw new PymcpError(
    'code.place-invalid',
    `line ${line} of ${path} has ${text.length} characters and no column ${wanted}: ${JSON.stringify(text.slice(0, 120))}`,
    `give a column from 1 to ${text.length + 1}`,
  );
}
