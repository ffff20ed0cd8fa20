// What this machine, and not the product, asks of the engine: without systemd, with hybrid control groups, or where root may not
// raise limits. Nothing here loosens what holds a container.
import { existsSync, readFileSync } from 'node:fs';

export interface MachineOptions {
  /** Before the verb. */
  readonly engine: readonly string[];
  /** Of `run` and of `build`. */
  readonly limits: readonly string[];
  /** Whether the engine has systemd to look at health by itself. */
  readonly looksAtHealth: boolean;
}

const sysResource = 1n << 24n;

export function findMachineOptions(): MachineOptions {
  const looksAtHealth = existsSync('/run/systemd/system');
  const hasUnified = existsSync('/sys/fs/cgroup/cgroup.controllers');
  return {
    engine: [
      ...(looksAtHealth ? [] : ['--cgroup-manager', 'cgroupfs']),
      // crun refuses hybrid control groups.
      ...(hasUnified ? [] : ['--runtime', 'runc']),
    ],
    // The defaults of the engine are above what this root may ask for.
    limits: mayRaiseLimits() ? [] : ['--ulimit', 'nofile=1024:4096', '--ulimit', 'nproc=1024:1024'],
    looksAtHealth,
  };
}

function mayRaiseLimits(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & sysResource) !== 0n;
}
