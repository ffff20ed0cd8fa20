// `pymcp bench`: starts bench/main.ts as a process of its own, which shares nothing with this one.
import { join } from 'node:path';
import type { Command } from 'commander';
import { packageRoot } from '../host/package-root.js';

export function addBenchCommand(program: Command): void {
  program.command('bench', 'measure this machine against plain Python and other sandboxes', {
    executableFile: join(packageRoot(), 'dist/bench/main.js'),
  });
}
