// The symbols of a file, and those of the workspace by name.
import type { CodeSession } from '../code-session.js';
import { isPythonFile } from '../files/python-names.js';
import { findAllByName, listSymbolsOf } from '../place/find-by-name.js';
import { findPythonFile } from '../place/resolve-place.js';
import { excerpt } from '../place/excerpt.js';
import type { FoundSymbol } from '../place/symbol-tree.js';

export interface SymbolsAnswer {
  /** null: of the whole workspace, its classes and functions of the outermost level. */
  readonly path: string | null;
  readonly symbols: readonly FoundSymbol[];
  readonly omitted: number;
  /** Files that were not looked through. */
  readonly filesLeft: number;
}

const mostSymbols = 500;
const mostFiles = 100;
const outermost: ReadonlySet<string> = new Set(['class', 'function']);

export async function askSymbols(session: CodeSession, path: string | undefined): Promise<SymbolsAnswer> {
  if (path !== undefined) {
    const file = findPythonFile(session, path);
    return cut({ path: file, symbols: await listSymbolsOf(session, [file]), filesLeft: 0 });
  }
  const files = [...session.files.files.keys()].filter(isPythonFile).sort();
  const symbols = await listSymbolsOf(session, files.slice(0, mostFiles));
  return cut({
    path: null,
    symbols: symbols.filter(({ depth, kind }) => depth === 0 && outermost.has(kind)),
    filesLeft: Math.max(0, files.length - mostFiles),
  });
}

export interface FindSymbolAnswer {
  readonly symbols: readonly (FoundSymbol & { readonly source: string })[];
  readonly omitted: number;
  readonly filesLeft: number;
  /** What is spelled most like it, where nothing was found. */
  readonly near: string | null;
}

const mostFound = 50;

export async function askFindSymbol(
  session: CodeSession,
  wanted: { readonly symbol: string; readonly path?: string | undefined },
): Promise<FindSymbolAnswer> {
  const path = wanted.path === undefined ? null : findPythonFile(session, wanted.path);
  const { found, near, filesLeft } = await findAllByName(session, wanted.symbol, path);
  return {
    symbols: found.slice(0, mostFound).map((symbol) => ({
      ...symbol,
      source: excerpt(session.findLines(symbol.spot.path) ?? [], symbol.spot.line, 0),
    })),
    omitted: Math.max(0, found.length - mostFound),
    filesLeft,
    near,
  };
}

function cut(answer: Omit<SymbolsAnswer, 'omitted'>): SymbolsAnswer {
  const { symbols } = answer;
  return {
    ...answer,
    symbols: symbols.slice(0, mostSymbols),
    omitted: Math.max(0, symbols.length - mostSymbols),
  };
}
