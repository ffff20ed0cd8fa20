// What package-lock.json says that an installation for use consists of, with the checksums that npm compares.
import { type Need, type Part, toLicences } from './bill.js';

export interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: true;
  readonly optional?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** `''` is the package itself; the other keys are folders. */
export type LockedPackages = Readonly<Record<string, Locked>>;

const modules = 'node_modules/';

/** @param root the reference of the package itself */
export function toLockfileParts(
  packages: LockedPackages,
  root: string,
): { readonly parts: readonly Part[]; readonly needs: readonly Need[] } {
  const used = new Map(Object.entries(packages).filter(([, { dev }]) => dev !== true));
  const refOf = (folder: string): string => (folder === '' ? root : toReference(folder, used.get(folder)));
  const needs = [...used].map(([folder, locked]) => ({
    ref: refOf(folder),
    dependsOn: Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }).flatMap((name) => {
      const found = resolve(used, folder, name);
      return found === null ? [] : [refOf(found)];
    }),
  }));
  const parts = [...used].filter(([folder]) => folder !== '').map(([folder, one]) => toPart(folder, one));
  return { parts: unique(parts), needs: join(needs) };
}

/** `@scope/name` of the folder of a package. */
export function toPackageName(folder: string): string {
  return folder.slice(folder.lastIndexOf(modules) + modules.length);
}

/** https://github.com/package-url/purl-spec, type npm: the @ of a scope is written out. */
export function toNpmUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`;
}

function toReference(folder: string, locked: Locked | undefined): string {
  return toNpmUrl(toPackageName(folder), locked?.version ?? '');
}

function toPart(folder: string, locked: Locked): Part {
  const { version = '', integrity, license, optional } = locked;
  const [group, name] = splitName(toPackageName(folder));
  const purl = toReference(folder, locked);
  return {
    'bom-ref': purl,
    type: 'library',
    ...(group === null ? {} : { group }),
    name,
    version,
    scope: optional === true ? 'optional' : 'required',
    ...toHashes(integrity),
    ...toLicences(license),
    purl,
  };
}

export function splitName(name: string): readonly [group: string | null, name: string] {
  const slash = name.indexOf('/');
  return slash < 0 ? [null, name] : [name.slice(0, slash), name.slice(slash + 1)];
}

function toHashes(integrity = ''): Pick<Part, 'hashes'> {
  const [, base64] = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity) ?? [];
  if (base64 === undefined) return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] };
}

/** As Node.js looks for it: beside the package, then beside each that it is in. null for one of another machine or none. */
function resolve(used: ReadonlyMap<string, Locked>, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(modules) - 1))) {
    const path = folder === '' ? modules + name : `${folder}/${modules}${name}`;
    if (used.has(path)) return path;
    if (folder === '') return null;
  }
}

/** The same version in two folders is one part. */
function unique(parts: readonly Part[]): Part[] {
  return [...new Map(parts.map((part) => [part['bom-ref'], part])).values()];
}

function join(needs: readonly Need[]): Need[] {
  const all = new Map<string, string[]>();
  for (const { ref, dependsOn } of needs) all.set(ref, [...(all.get(ref) ?? []), ...dependsOn]);
  return [...all].map(([ref, dependsOn]) => ({ ref, dependsOn }));
}
