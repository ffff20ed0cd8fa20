// A dependency as a block of PEP 723 has it (PEP 508), as far as it names a package of an index: what names another place is refused.
import { type PackageName, readPackageName, readSpecifiers } from '../../core/allowed-packages.js';

export interface Dependency {
  readonly name: PackageName;
  /** Normalised, in the order of the alphabet. */
  readonly extras: readonly PackageName[];
  /** Without spaces; empty: every version. */
  readonly specifiers: string;
  /** After the semicolon; null where there is none. */
  readonly marker: string | null;
}

export type ReadDependency =
  | { readonly kind: 'read'; readonly dependency: Dependency }
  /** The end of a sentence that begins with it. */
  | { readonly kind: 'refused'; readonly why: string };

export const mostDependencies = 64;
const mostLength = 512;

/** Comparisons of the variables of PEP 508 with texts; what they mean is for pip to say. */
const markerPattern = (() => {
  const value = String.raw`(?:[a-z_]{2,32}|"[A-Za-z0-9_. +-]{0,64}"|'[A-Za-z0-9_. +-]{0,64}')`;
  const comparison = String.raw`\(*${value}\s*(?:[<>=!~]=?=?|\bin\b|\bnot in\b)\s*${value}\)*`;
  return new RegExp(String.raw`^${comparison}(?: (?:and|or) ${comparison})*$`);
})();

export function readDependency(text: string): ReadDependency {
  const refused = (why: string): ReadDependency => ({ kind: 'refused', why });
  if (text.length > mostLength) return refused(`has more than ${mostLength} characters`);
  const [, given = '', extras = '', rest = '', marker = null] =
    /^\s*([A-Za-z0-9._-]+)\s*(?:\[([^[\]]*)\])?([^;]*)(?:;(.*))?$/s.exec(text) ?? [];
  const name = readPackageName(given);
  if (name === null) return refused('names no package');
  if (rest.trim().startsWith('@'))
    return refused('names a place besides the index, and only the index is asked');
  const specifiers = readSpecifiers(rest.trim().replace(/^\((.*)\)$/, '$1'));
  if (specifiers === null) return refused('has something after its name that says no versions');
  const parts = extras
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const names = parts.map(readPackageName);
  if (names.some((extra) => extra === null)) return refused('has an extra that is no name');
  if (marker !== null && !markerPattern.test(marker.trim()))
    return refused('has a condition after its semicolon that is none of PEP 508');
  const sorted = [...new Set(names as readonly PackageName[])].sort();
  return {
    kind: 'read',
    dependency: { name, extras: sorted, specifiers, marker: marker?.trim() ?? null },
  };
}

/** As a line of requirements. */
export function renderDependency({ name, extras, specifiers, marker }: Dependency): string {
  const list = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return `${name}${list}${specifiers}${marker === null ? '' : `; ${marker}`}`;
}
