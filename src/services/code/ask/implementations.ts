// What derives from a class, and what overrides a method. The language server has no such question: the confirmed uses of a class
// in the heads of other classes are followed, from class to class.
import type { CodeSession } from '../code-session.js';
import { excerpt } from '../place/excerpt.js';
import { findByName, listSymbolsOf } from '../place/find-by-name.js';
import { PymcpError } from '../../../core/errors.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import { showSpot, type Spot, toSpot } from '../place/spot.js';
import type { FoundSymbol } from '../place/symbol-tree.js';
import { toTarget } from '../place/target.js';
import { locations, type LspLocation } from '../server/replies.js';
import { parseUri, toUri } from '../server/workspace-uri.js';
import type { TargetsAnswer } from './definition.js';
import { toParams } from './to-params.js';

const mostClasses = 200;
const mostTargets = 50;

/** @throws PymcpError `code.place-invalid` where there is neither a class nor a method */
export async function askImplementations(session: CodeSession, wanted: WantedPlace): Promise<TargetsAnswer> {
  const resolved = await resolvePlace(session, wanted);
  const defined = await findDefined(session, resolved);
  const [owner, method] = await toClass(session, defined);
  const found = await findDerived(session, owner);
  const spots = method === null ? found : await withMethod(session, found, method);
  return {
    resolved,
    source: excerpt(session.linesOf(resolved.path), resolved.line, 0),
    targets: spots.slice(0, mostTargets).map(({ spot }) => toTarget(session, toLocation(spot), 3)),
    omitted: Math.max(0, spots.length - mostTargets),
  };
}

/** The symbol of the workspace that is meant at a place, by way of its definition. */
async function findDefined(session: CodeSession, place: Spot): Promise<FoundSymbol> {
  const [first] = await session.request('textDocument/definition', toParams(place), locations);
  const file = first === undefined ? null : parseUri(first.uri);
  if (first !== undefined && file?.kind === 'workspace') {
    const spot = showSpot(toSpot(file.path, first.range.start));
    const symbol = (await listSymbolsOf(session, [file.path])).find((one) => showSpot(one.spot) === spot);
    if (symbol !== undefined) return symbol;
  }
  throw new PymcpError(
    'code.place-invalid',
    `no class or method of the workspace is meant at ${showSpot(place)}`,
    'name a class or a method, e.g. by its name path (symbol)',
  );
}

async function toClass(session: CodeSession, symbol: FoundSymbol): Promise<[FoundSymbol, string | null]> {
  if (symbol.kind === 'class') return [symbol, null];
  const parts = symbol.namePath.split('/');
  const above = parts.slice(0, -1).join('/');
  const owner = above === '' ? null : await findByName(session, `/${above}`, symbol.spot.path);
  if (owner?.kind === 'class') return [owner, parts.at(-1) ?? ''];
  throw new PymcpError(
    'code.place-invalid',
    `${symbol.namePath} is a ${symbol.kind}, which nothing implements`,
    'name a class or a method of one',
  );
}

async function findDerived(session: CodeSession, base: FoundSymbol): Promise<readonly FoundSymbol[]> {
  const known = new Map<string, FoundSymbol>();
  const left = [base];
  for (let next = left.pop(); next !== undefined && known.size < mostClasses; next = left.pop()) {
    const params = { ...toParams(next.spot), context: { includeDeclaration: false } };
    for (const use of await session.request('textDocument/references', params, locations)) {
      const derived = await findClassAround(session, use);
      if (derived === undefined || known.has(showSpot(derived.spot))) continue;
      known.set(showSpot(derived.spot), derived);
      left.push(derived);
    }
  }
  return [...known.values()];
}

/** The class in whose list of bases the use stands. */
async function findClassAround(session: CodeSession, use: LspLocation): Promise<FoundSymbol | undefined> {
  const file = parseUri(use.uri);
  if (file.kind !== 'workspace') return undefined;
  const lines = session.findLines(file.path) ?? [];
  const spot = toSpot(file.path, use.range.start);
  // A base stands behind a bracket or a comma, with the module's name between.
  const before = lines.slice(Math.max(0, spot.line - 10), spot.line - 1);
  const head = [...before, (lines[spot.line - 1] ?? '').slice(0, spot.column - 1)].join('\n');
  if (!/\bclass[ \t]+\w+[^:]*[(,]\s*[\w.]*$/.test(head)) return undefined;
  const classes = (await listSymbolsOf(session, [file.path])).filter(({ kind }) => kind === 'class');
  return classes
    .filter(({ spot: { line } }) => line <= spot.line)
    .sort((one, other) => other.spot.line - one.spot.line)[0];
}

async function withMethod(
  session: CodeSession,
  classes: readonly FoundSymbol[],
  method: string,
): Promise<readonly FoundSymbol[]> {
  const found: FoundSymbol[] = [];
  for (const { namePath, spot } of classes) {
    const symbols = await listSymbolsOf(session, [spot.path]);
    found.push(...symbols.filter((one) => one.namePath === `${namePath}/${method}`));
  }
  return found;
}

function toLocation({ path, line, column }: Spot): LspLocation {
  const position = { line: line - 1, character: column - 1 };
  return { uri: toUri(path), range: { start: position, end: position } };
}
