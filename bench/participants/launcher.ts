// bench/launcher.py as a process: it starts and times the baselines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '#pymcp/host/process-identity.js';
import { packageRoot } from '#pymcp/host/package-root.js';
import { openLineProcess } from './line-process.js';

export interface Launcher {
  /** Milliseconds from the start of a program until it has been reaped. @throws where it fails */
  timeOnce(argv: readonly string[]): Promise<number>;
  /** Milliseconds for `count` runs, `atOnce` at a time. @throws where one fails */
  timeMany(argv: readonly string[], count: number, atOnce: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param identity null: as ourselves
 * @param env the whole environment of what it starts
 */
export function openLauncher(
  interpreter: string,
  identity: Identity | null,
  env: Readonly<Record<string, string>>,
): Launcher {
  // As an argument: the guest's user id may not be able to read this folder.
  const source = readFileSync(join(packageRoot(), 'bench/launcher.py'), 'utf8');
  const { ask, close } = openLineProcess({
    name: 'the launcher of the baselines',
    argv: [interpreter, '-I', '-c', source],
    env,
    identity,
  });
  return {
    timeOnce: async (argv) => (await ask({ once: argv })) as number,
    timeMany: async (argv, count, atOnce) => (await ask({ many: argv, count, atOnce })) as number,
    close,
  };
}
