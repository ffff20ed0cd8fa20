// A copy of the package whose guest program was tampered with: a system call that fails, or does nothing and says that it
// did. There is no switch for this in the product, so the tests change a copy of it.
import { appendFileSync, chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { type Ended, endOf } from './command-line.js';
import { spawn } from 'node:child_process';
import { slow } from './time.js';

export interface BrokenPackage {
  run(code: string): Promise<Ended & { readonly pid: number }>;
  remove(): void;
}

const asOneTree = ['--preserve-symlinks', '--preserve-symlinks-main'];

/** @param python appended to guest/pymcp_guest/linux.py, where every system call of the seal passes */
export function breakPackage(python: string): BrokenPackage {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-broken-'));
  chmodSync(folder, 0o755);
  cpSync(join(packageRoot(), 'guest'), join(folder, 'guest'), { recursive: true });
  // Node.js, told to see links as what they stand for, takes the rest for a part of this copy.
  for (const part of ['dist-test', 'node_modules', 'package.json'])
    symlinkSync(realpathSync(join(packageRoot(), part)), join(folder, part));
  appendFileSync(join(folder, 'guest/pymcp_guest/linux.py'), `\n${helpers}\n${python}\n`);
  return {
    async run(code) {
      const child = spawn(
        process.execPath,
        [...asOneTree, join(folder, 'dist-test/src/cli/main.js'), 'run', '-'],
        {
          timeout: slow(90_000),
        },
      );
      child.stdin.on('error', () => undefined).end(code);
      return { ...(await endOf(child)), pid: child.pid ?? 0 };
    },
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}

const helpers = `
def _when(name, applies, instead):
    real = globals()[name]
    globals()[name] = lambda *a: instead(*a) if applies(*a) else real(*a)
def _fail(*_):
    raise OSError(22, "injected by a test")
def _nothing(*_):
    return 0
`;
