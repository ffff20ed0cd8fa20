// Which control file holds which limit. Pure data: what is written is decided here, by whom and where elsewhere.
import type { Controller, LeafLimits } from './contract.js';

export interface LimitWrite {
  readonly file: string;
  readonly value: string;
  /** `optional`: only some kernels have the file (swap accounting), and without it there is nothing to bound. */
  readonly presence: 'required' | 'optional';
}

/** 100 ms, the kernel's own default (sched-bwc.rst). */
export const cpuPeriodUs = 100_000;

/** The file whose presence decides whether a controller can be enforced. */
export const mainFile = {
  1: { memory: 'memory.limit_in_bytes', cpu: 'cpu.cfs_quota_us', pids: 'pids.max' },
  2: { memory: 'memory.max', cpu: 'cpu.max', pids: 'pids.max' },
} as const satisfies Record<1 | 2, Record<Controller, string>>;

/** Missing where the kernel does not count swap. */
export const swapFile = { 1: 'memory.memsw.limit_in_bytes', 2: 'memory.swap.max' } as const;

export function toLimitWrites(
  version: 1 | 2,
  controller: Controller,
  limits: Partial<LeafLimits>,
): readonly LimitWrite[] {
  switch (controller) {
    case 'memory':
      return limits.memoryBytes === undefined ? [] : memoryWrites(version, Math.floor(limits.memoryBytes));
    case 'cpu':
      return limits.cpus === undefined ? [] : cpuWrites(version, limits.cpus);
    case 'pids':
      // limit.cpu: threads count too.
      return limits.pids === undefined ? [] : [required('pids.max', String(Math.floor(limits.pids)))];
  }
}

function memoryWrites(version: 1 | 2, bytes: number): readonly LimitWrite[] {
  if (version === 2) {
    // limit.memory: no swap, or the limit would only move the bytes to the disk.
    return [required('memory.max', String(bytes)), optional(swapFile[2], '0')];
  }
  // limit.memory: memory plus swap is bounded by the same figure; it may not be below memory's own, so it comes second.
  return [
    required('memory.limit_in_bytes', String(bytes)),
    optional(swapFile[1], String(bytes)),
    // A group inherits its parent's wish to be frozen instead of killed (cgroup-v1/memory.rst, "OOM Control").
    required('memory.oom_control', '0'),
  ];
}

function cpuWrites(version: 1 | 2, cpus: number): readonly LimitWrite[] {
  // limit.cpu: the kernel takes no quota below 1 ms.
  const quota = Math.max(1000, Math.round(cpus * cpuPeriodUs));
  if (version === 2) return [required('cpu.max', `${quota} ${cpuPeriodUs}`)];
  return [required('cpu.cfs_period_us', String(cpuPeriodUs)), required('cpu.cfs_quota_us', String(quota))];
}

function required(file: string, value: string): LimitWrite {
  return { file, value, presence: 'required' };
}

function optional(file: string, value: string): LimitWrite {
  return { file, value, presence: 'optional' };
}
