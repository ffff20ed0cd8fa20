// A copy of what is published and of the tests, which every user can read and none can write to. Made once for all test
// files of a run: it is thousands of files, and most tests need nothing else.
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { packagesBehind } from './packages-behind.js';

/** Where the runner of the tests has put one for those that it starts. */
const shared = 'PYMCP_TEST_USER_PACKAGE';

export interface UserPackage {
  readonly folder: string;
  /** Does nothing to one that others use too. */
  remove(): void;
}

/** @param more parts of the checkout that it has too */
export function userPackage(more: readonly string[] = []): UserPackage {
  const there = process.env[shared];
  if (there !== undefined && more.length === 0) return { folder: there, remove: () => undefined };
  return makeUserPackage(more);
}

/** For as long as the work takes. */
export async function withSharedUserPackage(work: () => Promise<void>): Promise<void> {
  const made = makeUserPackage([]);
  process.env[shared] = made.folder;
  try {
    await work();
  } finally {
    made.remove();
  }
}

function makeUserPackage(more: readonly string[]): UserPackage {
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-user-'));
  chmodSync(stage, 0o755);
  const folder = join(stage, 'package');
  const packages = packagesBehind(['@modelcontextprotocol/client']);
  for (const part of ['dist-test', 'guest', 'hostile', 'algorithms', 'package.json', ...more, ...packages]) {
    const from = realpathSync(join(packageRoot(), part));
    cpSync(from, join(folder, part), { recursive: true });
  }
  return {
    folder,
    remove: () => {
      rmSync(stage, { recursive: true, force: true });
    },
  };
}
