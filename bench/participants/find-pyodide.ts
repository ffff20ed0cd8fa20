// Pyodide where somebody has installed it: in the folder that the benchmarks are started from, or above it. It is no
// dependency of ours.
import { createRequire } from 'node:module';
import { join } from 'node:path';

export function findPyodide(): string | null {
  try {
    return createRequire(join(process.cwd(), 'any.js')).resolve('pyodide');
  } catch {
    return null;
  }
}
