// What a policy says of the packages that a program asks for, and of those that came of it. fail.closed: nothing gets into an environment of
// a script that the list does not name, neither what a block names nor what that needs.
import { satisfies } from '@renovatebot/pep440';
import { type AllowedPackage, renderAllowed } from '../../core/allowed-packages.js';
import { PymcpError } from '../../core/errors.js';
import type { Dependency } from './read-dependency.js';

/** Before anything is asked for. @throws PymcpError `script.not-allowed` */
export function refuseUnnamed(dependencies: readonly Dependency[], allowed: readonly AllowedPackage[]): void {
  const missing = dependencies.map(({ name }) => name).filter((name) => !has(allowed, name));
  if (missing.length > 0) throw notAllowed('asks for', [...new Set(missing)], allowed);
}

interface Resolved {
  readonly name: string;
  readonly version: string;
}

/** Of all that was found for it. @throws PymcpError `script.not-allowed` */
export function refuseUnlisted(packages: readonly Resolved[], allowed: readonly AllowedPackage[]): void {
  const missing = packages.map(({ name }) => name).filter((name) => !has(allowed, name));
  if (missing.length > 0) throw notAllowed('comes to need', missing, allowed);
  const wrong = packages.find((one) => !isWithin(one, allowed));
  if (wrong === undefined) return;
  const rule = allowed.find(({ name }) => name === wrong.name);
  throw new PymcpError(
    'script.not-allowed',
    `the program comes to need ${wrong.name} ${wrong.version}, and scripts.packages allows ${rule === undefined ? 'none' : renderAllowed(rule)}`,
    `ask for another version in the block, or have the gateway allow it: ${sayList([...allowed.filter((one) => one !== rule).map(renderAllowed), wrong.name])}`,
  );
}

/** Whether all of them, at their versions, are what the list allows. */
export const isAllowed = (packages: readonly Resolved[], allowed: readonly AllowedPackage[]): boolean =>
  packages.every((one) => isWithin(one, allowed));

function isWithin({ name, version }: Resolved, allowed: readonly AllowedPackage[]): boolean {
  const rule = allowed.find((one) => one.name === name);
  return rule !== undefined && satisfies(version, rule.specifiers, { prereleases: true });
}

const has = (allowed: readonly AllowedPackage[], wanted: string): boolean =>
  allowed.some(({ name }) => name === wanted);

function notAllowed(
  verb: string,
  missing: readonly string[],
  allowed: readonly AllowedPackage[],
): PymcpError {
  const list = sayList([...allowed.map(renderAllowed), ...missing]);
  return new PymcpError(
    'script.not-allowed',
    `the program ${verb} ${missing.join(', ')} by its block "# /// script", and scripts.packages does not allow ${missing.length === 1 ? 'it' : 'them'}`,
    `leave the block out, or, if programs may have ${missing.length === 1 ? 'it' : 'them'}: ${list}`,
  );
}

/** The setting as a flag and as it stands in the file. */
const sayList = (packages: readonly string[]): string =>
  `--script-packages '${packages.join(', ')}', or "scripts": {"packages": ${JSON.stringify(packages)}} in the configuration`;
