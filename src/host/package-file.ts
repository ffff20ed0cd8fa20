// Where a dependency of this package lies: beside it or above it, as npm has put it.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The folder of an installed package, e.g. `pyright`; null where it is not installed. */
export function findPackageFolder(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}
