// uv, where scripts/setup.sh has put it, or why it is not there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';

/** Relative to the repository. */
export const uvFolder = '.stamps/uv';

/** Absolute path; null where it was not installed. @param root of the repository */
export function findInstalledUv(root = packageRoot()): string | null {
  const path = join(root, uvFolder, 'node_modules/@memtrust-cli/linux-x64/bin/uv');
  return existsSync(path) ? path : null;
}

/** For tests, which are not started where it is missing. */
export function installedUv(): string {
  const path = findInstalledUv();
  if (path === null) throw new Error('uv is not installed: make setup-test');
  return path;
}
