// Packages of Python by name, and the list of those that a policy allows: `numpy`, or `numpy>=1.26,<3`. Pure.
import { PymcpError } from './errors.js';
import { showStart } from './show-start.js';

declare const checked: unique symbol;
/** Normalised as PEP 503 has it: `My_Pkg`, `my.pkg` and `my-pkg` are one. */
export type PackageName = string & { readonly [checked]: 'package' };

export interface AllowedPackage {
  readonly name: PackageName;
  /** As PEP 440 has them, with commas between; empty: every version. */
  readonly specifiers: string;
}

/** PEP 508. */
const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
/** An operator of PEP 440 and a version, as its appendix B has it, or the beginning of one. */
const specifierPattern = new RegExp(
  String.raw`^(?:~=|===?|!=|<=?|>=?)\s*v?(?:\d+!)?\d+(?:\.\d+)*` +
    String.raw`(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\d*)?` +
    String.raw`(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?` +
    String.raw`(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?(?:\.\*)?$`,
  'i',
);
const mostNameLength = 128;
const mostSpecifiersLength = 256;
export const mostAllowedPackages = 256;

/** PEP 503: by whichever spelling, one package. */
export function normaliseName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** null where a text is no name of a package. */
export function readPackageName(text: string): PackageName | null {
  if (text.length > mostNameLength || !namePattern.test(text)) return null;
  return normaliseName(text) as PackageName;
}

/** Without spaces; null where a text is no list of specifiers. Empty: every version. */
export function readSpecifiers(text: string): string | null {
  if (text.length > mostSpecifiersLength) return null;
  if (text.trim() === '') return '';
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => specifierPattern.test(part))
    ? parts.map((part) => part.replace(/\s+/g, '')).join(',')
    : null;
}

/**
 * Names with commas or spaces between, each with what its version may be: `numpy>=1.26,<3, pandas`.
 * @throws PymcpError `input.name-invalid`
 */
export function parseAllowedPackages(text: string): readonly AllowedPackage[] {
  const parts = text
    // A specifier begins with its operator, and a name never does.
    .split(/[,\s]+(?=[A-Za-z0-9])(?<![<>=~!][,\s]*)/)
    .map((part) => part.replace(/^[,\s]+|[,\s]+$/g, ''))
    .filter((part) => part !== '');
  if (parts.length > mostAllowedPackages) throw refuse(`names more than ${mostAllowedPackages}`);
  const allowed = parts.map(parseAllowed);
  const twice = allowed.find(({ name }, index) => allowed.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw refuse(`names ${twice.name} twice`);
  return allowed;
}

export const renderAllowed = ({ name, specifiers }: AllowedPackage): string => name + specifiers;

function parseAllowed(text: string): AllowedPackage {
  const [, given = '', rest = ''] = /^([A-Za-z0-9._-]*[A-Za-z0-9])\s*(.*)$/s.exec(text) ?? [];
  const [name, specifiers] = [readPackageName(given), readSpecifiers(rest)];
  if (name !== null && specifiers !== null) return { name, specifiers };
  throw refuse(`has ${JSON.stringify(showStart(text, 80))}, which names no package`);
}

const refuse = (what: string): PymcpError =>
  new PymcpError(
    'input.name-invalid',
    `the list of packages ${what}`,
    'write names, each with the versions that it may have where not all may be: numpy, "pandas>=2,<3" (in the file, as a list)',
  );
