// The npm packages that this one loads, as they are installed: found as Node.js finds them, from folder to folder upwards.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from './package-root.js';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
}

export interface InstalledPackages {
  readonly packages: readonly InstalledPackage[];
  /** Needed, and not found or not readable. */
  readonly missing: readonly string[];
}

interface Manifest extends InstalledPackage {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

/** More than any sane tree has; beyond that the rest counts as missing. */
const mostPackages = 5000;

export function listInstalledPackages(root: string = packageRoot()): InstalledPackages {
  const found = new Map<string, InstalledPackage>();
  const missing = new Set<string>();
  const waiting = [realpathSync(root)];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (found.has(folder)) continue;
    const manifest = readManifest(folder);
    if (manifest === null || found.size >= mostPackages) {
      missing.add(folder);
      continue;
    }
    const { name, version, needed, optional } = manifest;
    found.set(folder, { name, version });
    for (const wanted of [...needed, ...optional]) {
      const place = findPackage(folder, wanted);
      if (place !== null) waiting.push(place);
      // An optional one is for another machine where it is not there.
      else if (!optional.includes(wanted)) missing.add(wanted);
    }
  }
  const [, ...others] = [...found.values()];
  return { packages: others, missing: [...missing] };
}

function findPackage(from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return realpathSync(place);
    if (dirname(folder) === folder) return null;
  }
}

/** null where it cannot be read as one. */
function readManifest(folder: string): Manifest | null {
  try {
    const read = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    const { name, version, dependencies, optionalDependencies } = read;
    if (typeof name !== 'string' || typeof version !== 'string') return null;
    const optional = namesOf(optionalDependencies);
    const needed = namesOf(dependencies).filter((one) => !optional.includes(one));
    return { name, version, needed, optional };
  } catch {
    return null;
  }
}

const namesOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
