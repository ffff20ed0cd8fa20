// What a gateway and everything below it hold of the machine, as the host sees it.
import { readdirSync, readFileSync } from 'node:fs';
import { familyOf } from '../../src/host/process-tree.js';
import { leavingsOf } from './leavings.js';

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

function countMounts(pid: number): number {
  return countOrNone(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n'));
}

function countDescriptors(pid: number): number {
  return countOrNone(() => readdirSync(`/proc/${pid}/fd`));
}

/** None where the process is on its way out, or is not ours to look at. */
function countOrNone(list: () => readonly unknown[]): number {
  try {
    return list().length;
  } catch {
    return 0;
  }
}
