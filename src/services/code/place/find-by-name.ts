// A name path to the one symbol that it means. Files that do not hold the name need not be asked about.
import { PymcpError } from '../../../core/errors.js';
import { nearestName } from '../../../core/nearest-name.js';
import type { CodeSession } from '../code-session.js';
import { isPythonFile } from '../files/python-names.js';
import { showSpot } from './spot.js';
import { type FoundSymbol, lastNameOf, listSymbols, matchesNamePath } from './symbol-tree.js';

const mostFiles = 200;
const mostShown = 10;
const mostAtOnce = 8;

/** @param path where it is, null where that is not said @throws PymcpError `code.not-found`, `code.ambiguous` */
export async function findByName(
  session: CodeSession,
  wanted: string,
  path: string | null,
): Promise<FoundSymbol> {
  const { found, near } = await findAllByName(session, wanted, path);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const where = path === null ? 'the workspace' : path;
  if (only === undefined)
    throw new PymcpError(
      'code.not-found',
      `no symbol ${JSON.stringify(wanted.slice(0, 120))} is defined in ${where}`,
      near === null ? 'look for it with find_symbol, or address it by a pattern' : `did you mean ${near}?`,
    );
  const shown = found.slice(0, mostShown).map(({ namePath, spot }) => `${namePath} (${showSpot(spot)})`);
  const more = found.length > mostShown ? ` and ${found.length - mostShown} more` : '';
  throw new PymcpError(
    'code.ambiguous',
    `${JSON.stringify(wanted.slice(0, 120))} is the name of ${found.length} symbols in ${where}`,
    `say which, by a longer name path or a path: ${shown.join(', ')}${more}`,
  );
}

export interface FoundByName {
  readonly found: readonly FoundSymbol[];
  /** What is spelled most like it, where nothing was found. */
  readonly near: string | null;
  /** Files with the name in them that were not looked through: there were too many. */
  readonly filesLeft: number;
}

export async function findAllByName(
  session: CodeSession,
  wanted: string,
  path: string | null,
): Promise<FoundByName> {
  const name = lastNameOf(wanted);
  const candidates = path === null ? filesWith(session, name) : [path];
  const seen = await listSymbolsOf(session, candidates.slice(0, mostFiles));
  const found = seen.filter(({ namePath }) => matchesNamePath(namePath, wanted));
  const exact = found.filter(({ namePath }) => namePath === wanted.replaceAll('.', '/'));
  return {
    // `Base` is the class itself, not a method of that name somewhere, where there is one such class.
    found: exact.length === 1 ? exact : found,
    near: found.length > 0 ? null : findNear(session, name),
    filesLeft: Math.max(0, candidates.length - mostFiles),
  };
}

export async function listSymbolsOf(
  session: CodeSession,
  paths: readonly string[],
): Promise<readonly FoundSymbol[]> {
  const found: FoundSymbol[] = [];
  for (let at = 0; at < paths.length; at += mostAtOnce) {
    const some = paths.slice(at, at + mostAtOnce);
    // Asked together, so that the one need not wait for the way of the other.
    const answers = await Promise.all(some.map((path) => session.symbolsOf(path)));
    for (const [index, path] of some.entries()) found.push(...listSymbols(path, answers[index] ?? []));
  }
  return found;
}

const definitions = /\b(?:class|def)[ \t]+(\w{1,80})/gu;
const mostNames = 20_000;

/** Of all classes and functions, the name that is spelled most like it. */
function findNear(session: CodeSession, name: string): string | null {
  const names = new Set<string>();
  for (const path of session.files.files.keys()) {
    if (!isPythonFile(path) || names.size > mostNames) continue;
    for (const [, known = ''] of session.files.read(path)?.matchAll(definitions) ?? []) names.add(known);
  }
  return nearestName(name, [...names]);
}

function filesWith(session: CodeSession, name: string): readonly string[] {
  if (name === '') return [];
  return [...session.files.files.keys()].filter(
    (path) => isPythonFile(path) && session.files.read(path)?.includes(name) === true,
  );
}
