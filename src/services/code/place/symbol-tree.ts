// The symbols of a file by name path (`Class/method`). Pure.
import type { LspSymbol } from '../server/replies.js';
import { type Spot, toSpot } from './spot.js';

export interface FoundSymbol {
  /** `Class/method` */
  readonly namePath: string;
  /** `class`, `method`, … */
  readonly kind: string;
  /** Of its name. */
  readonly spot: Spot;
  readonly endLine: number;
  readonly depth: number;
}

// prettier-ignore
const kinds: readonly string[] = [
  '', 'file', 'module', 'namespace', 'package', 'class', 'method', 'property', 'field', 'constructor', 'enum', 'interface',
  'function', 'variable', 'constant', 'string', 'number', 'boolean', 'array', 'object', 'key', 'null', 'enum member', 'struct',
  'event', 'operator', 'type parameter',
];

const mostDepth = 64;

export function listSymbols(path: string, symbols: readonly LspSymbol[]): readonly FoundSymbol[] {
  const found: FoundSymbol[] = [];
  const add = (symbol: LspSymbol, above: string, depth: number): void => {
    const namePath = above === '' ? symbol.name : `${above}/${symbol.name}`;
    found.push({
      namePath,
      kind: kinds[symbol.kind] ?? 'symbol',
      spot: toSpot(path, symbol.selectionRange.start),
      endLine: symbol.range.end.line + 1,
      depth,
    });
    if (depth >= mostDepth) return;
    for (const child of symbol.children) if (!isLocal(symbol, child)) add(child, namePath, depth + 1);
  };
  for (const symbol of symbols) add(symbol, '', 0);
  return found;
}

const [method, constructor, fn, variable, constant] = [6, 9, 12, 13, 14] as const;

/** Parameters and variables of a function have no name outside of it. */
function isLocal(above: LspSymbol, { kind }: LspSymbol): boolean {
  return (
    [method, constructor, fn].some((one) => one === above.kind) &&
    [variable, constant].some((one) => one === kind)
  );
}

/** `Class/method`, its end, or with a slash before it the whole of it. A dot is as good as a slash. */
export function matchesNamePath(namePath: string, wanted: string): boolean {
  const name = toNamePath(wanted);
  if (name.startsWith('/')) return namePath === name.slice(1);
  return namePath === name || namePath.endsWith(`/${name}`);
}

/** The last name of a name path. */
export function lastNameOf(wanted: string): string {
  return toNamePath(wanted).split('/').at(-1) ?? '';
}

function toNamePath(wanted: string): string {
  return wanted.trim().replaceAll('.', '/');
}
