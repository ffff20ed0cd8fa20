// What a gateway and everything below it hold of the machine, as the host sees it.
import { readFileSync } from 'node:fs';
import { countDescriptors, countMounts, leavingsOf } from '../../src/host/gateway-footprint.js';
import { familyOf } from '../../src/host/process-tree.js';

export interface Footprint {
  /** Of the gateway, and of what is below it where we may look. */
  readonly descriptors: number;
  readonly processes: number;
  readonly mounts: number;
  readonly groups: number;
  readonly residentBytes: number;
}

export function footprintOf(gateway: number): Footprint {
  const family = familyOf(gateway);
  return {
    descriptors: sum(family, countDescriptors),
    processes: family.length,
    mounts: sum(family, countMounts),
    groups: leavingsOf(gateway).groups.length,
    residentBytes: residentBytesOf(gateway),
  };
}

export function residentBytesOf(pid: number): number {
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function sum(family: readonly number[], count: (pid: number) => number): number {
  return family.reduce((total, pid) => total + count(pid), 0);
}
