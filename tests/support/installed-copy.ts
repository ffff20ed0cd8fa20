// A copy of what is published, in a folder that every user can read: a checkout may lie in a closed home folder.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packagesBehind } from './packages-behind.js';

export interface InstalledCopy {
  /** Its main file. */
  readonly cli: string;
  /** A folder beside it that everybody may write to. */
  readonly scratch: string;
  readonly remove: () => void;
}

export function installCopy(): InstalledCopy {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-copy-'));
  chmodSync(folder, 0o755);
  for (const part of ['dist', 'guest', 'hostile', 'package.json', ...packagesBehind()]) {
    cpSync(resolve(part), join(folder, part), { recursive: true });
  }
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  chmodSync(scratch, 0o1777);
  return {
    cli: join(folder, 'dist/cli/main.js'),
    scratch,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
