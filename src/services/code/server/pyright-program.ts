// The language server as a program of a jail: Node.js itself, the package pyright, and what starts it there.
import { fileURLToPath } from 'node:url';
import { PymcpError } from '../../../core/errors.js';
import { defaultLimits, type JailLimits } from '../../../core/limits.js';
import { realpath } from '../../../host/files.js';
import { findPackageFolder } from '../../../host/package-file.js';
import type { JailedProgram } from '../../../sandbox/backend-contract.js';

const MiB = 1024 * 1024;
const heapMb = 512;

/** limit.memory: heap, and what Node.js has beside it. */
export const pyrightLimits: JailLimits = {
  memoryBytes: 768 * MiB,
  cpus: defaultLimits.cpus,
  // Threads: of V8, of libuv.
  pids: 48,
  fileBytes: MiB,
  scratchBytes: 8 * MiB,
  scratchInodes: 256,
  openFiles: 1024,
};

/** Inside the jail. */
export const pyrightCommand = ['/srv/program', `--max-old-space-size=${heapMb}`, '/srv/start.mjs', '--stdio'];
export const pyrightEnvironment = { HOME: '/home/mcp', LANG: 'C.UTF-8' } as const;

/** @throws PymcpError `host.program-missing` */
export async function findPyright(): Promise<JailedProgram> {
  const pyright = findPackageFolder('pyright');
  if (pyright === null)
    throw new PymcpError(
      'host.program-missing',
      'the package pyright is not installed beside isolated-pymcp',
      'install isolated-pymcp again, with its dependencies',
    );
  return {
    executable: await realpath(process.execPath),
    files: {
      pyright,
      'start.mjs': fileURLToPath(new URL('../../../host/start-pyright.js', import.meta.url)),
    },
  };
}
