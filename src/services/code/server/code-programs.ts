// The programs that look at code, as a jail shows them: Node.js itself, the packages pyright and ruff, and what starts each there.
import { fileURLToPath } from 'node:url';
import { PymcpError } from '../../../core/errors.js';
import { defaultLimits, type JailLimits } from '../../../core/limits.js';
import { realpath } from '../../../host/files.js';
import { findPackageFolder } from '../../../host/package-file.js';
import type { JailedProgram } from '../../../sandbox/backend-contract.js';

const MiB = 1024 * 1024;

const limits: Omit<JailLimits, 'memoryBytes'> = {
  cpus: defaultLimits.cpus,
  // Threads: of V8, of libuv.
  pids: 48,
  fileBytes: MiB,
  scratchBytes: 8 * MiB,
  scratchInodes: 256,
  openFiles: 1024,
};

export interface CodeProgram {
  /** Inside the jail. */
  readonly command: readonly string[];
  readonly limits: JailLimits;
}

/** limit.memory: heap, and what Node.js has beside it. */
export const pyright: CodeProgram = {
  command: ['/srv/program', '--max-old-space-size=512', '/srv/pyright.mjs', '--stdio'],
  // Beside the one that answers, threads that compile and tidy up: held to one processor they would make it wait.
  limits: { ...limits, memoryBytes: 768 * MiB, cpus: 2 },
};

export const ruff: CodeProgram = {
  command: ['/srv/program', '--max-old-space-size=128', '/srv/ruff.mjs'],
  limits: { ...limits, memoryBytes: 320 * MiB },
};

export const programEnvironment = { HOME: '/home/mcp', LANG: 'C.UTF-8' } as const;

/** @throws PymcpError `host.program-missing` */
export async function findCodePrograms(): Promise<JailedProgram> {
  const start = (name: string): string =>
    fileURLToPath(new URL(`../../../host/start-${name}.js`, import.meta.url));
  return {
    executable: await realpath(process.execPath),
    files: {
      pyright: requirePackage('pyright'),
      ruff: requirePackage('@astral-sh/ruff-wasm-nodejs'),
      'pyright.mjs': start('pyright'),
      'pyright-input.mjs': start('pyright-input'),
      'ruff.mjs': start('ruff'),
    },
  };
}

function requirePackage(name: string): string {
  const folder = findPackageFolder(name);
  if (folder !== null) return folder;
  throw new PymcpError(
    'host.program-missing',
    `the package ${name} is not installed beside isolated-pymcp`,
    'install isolated-pymcp again, with its dependencies',
  );
}
