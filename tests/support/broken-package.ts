// A copy of the package whose guest program was tampered with: a system call that fails, or does nothing and says that it
// did. There is no switch for this in the product, so the tests change a copy of it.
import { appendFileSync, chmodSync, cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
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

/** What the command line loads before it knows what is asked of it. */
const packages = ['commander', 'fastest-levenshtein', 'jsonc-parser', 'smol-toml'].map(
  (name) => `node_modules/${name}`,
);

/** @param python appended to guest/pymcp_guest/linux.py, where every system call of the seal passes */
export function breakPackage(python: string): BrokenPackage {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-broken-'));
  chmodSync(folder, 0o755);
  for (const part of ['dist-test/src', 'guest', 'package.json', ...packages])
    cpSync(realpathSync(join(packageRoot(), part)), join(folder, part), { recursive: true });
  appendFileSync(join(folder, 'guest/pymcp_guest/linux.py'), `\n${helpers}\n${python}\n`);
  return {
    async run(code) {
      const child = spawn(process.execPath, [join(folder, 'dist-test/src/cli/main.js'), 'run', '-'], {
        timeout: slow(90_000),
      });
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
