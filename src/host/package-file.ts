// Where a dependency of this package, or a file of one, lies: beside it or above it, as npm has put it.
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

/** A file that an installed package offers, e.g. `pkg/part.wasm`; null where it is not installed. */
export function findPackageFile(specifier: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(specifier);
  } catch {
    return null;
  }
}
