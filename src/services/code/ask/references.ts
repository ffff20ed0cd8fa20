// Where a symbol is used: what the language server confirms, and beside it where its name stands besides. On code without types
// it misses most uses, and does not say so.
import type { CodeSession } from '../code-session.js';
import { findNames, wordAt } from '../place/names.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import { showSpot, type Spot, toSpot } from '../place/spot.js';
import { locations } from '../server/replies.js';
import { parseUri } from '../server/workspace-uri.js';
import { toParams } from './to-params.js';

export interface ReferencesAnswer {
  readonly resolved: Spot;
  /** null where no name stands at the place. */
  readonly name: string | null;
  readonly confirmed: readonly Spot[];
  /** Of libraries, which are not shown. */
  readonly outside: number;
  /** The same name, of this symbol or another: nobody could tell. */
  readonly unconfirmed: readonly Spot[];
}

export async function askReferences(session: CodeSession, wanted: WantedPlace): Promise<ReferencesAnswer> {
  const resolved = await resolvePlace(session, wanted);
  const name = wordAt(session.linesOf(resolved.path), resolved);
  const params = { ...toParams(resolved), context: { includeDeclaration: true } };
  const found = await session.request('textDocument/references', params, locations);
  const confirmed: Spot[] = [];
  for (const { uri, range } of found) {
    const file = parseUri(uri);
    if (file.kind === 'workspace' && session.findLines(file.path) !== null)
      confirmed.push(toSpot(file.path, range.start));
  }
  const known = new Set(confirmed.map(showSpot));
  return {
    resolved,
    name,
    confirmed: inOrder(confirmed),
    outside: found.length - confirmed.length,
    unconfirmed: name === null ? [] : findNames(session, name).filter((spot) => !known.has(showSpot(spot))),
  };
}

export function inOrder(spots: readonly Spot[]): readonly Spot[] {
  return [...spots].sort(
    (one, other) =>
      (one.path < other.path ? -1 : one.path > other.path ? 1 : 0) ||
      one.line - other.line ||
      one.column - other.column,
  );
}
