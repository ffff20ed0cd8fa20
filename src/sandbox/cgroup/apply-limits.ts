// Writes limits into a group of ours.
import { fileExists, readControlFileNow, writeControlFileNow } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import type { Controller, LeafLimits } from './contract.js';
import { cpuPeriodUs, mainFile, toLimitWrites } from './limit-files.js';

/**
 * Synchronous, as a run waits for it: such a write takes microseconds where the group has no limit yet and so nothing to
 * reclaim.
 */
export function applyLimits(
  folder: string,
  version: 1 | 2,
  controller: Controller,
  limits: Partial<LeafLimits>,
  hasFile = (file: string): boolean => fileExists(`${folder}/${file}`),
): void {
  for (const { file, value, presence } of toLimitWrites(version, controller, limits)) {
    if (presence === 'optional' && !hasFile(file)) continue;
    writeControlFileNow(`${folder}/${file}`, value);
  }
}

/** Whether nobody has set this limit yet: `max`, -1, or v1 memory's page-rounded 2^63. */
export function isUnlimited(folder: string, version: 1 | 2, controller: Controller): boolean {
  const [value = ''] = readControlFileNow(`${folder}/${mainFile[version][controller]}`).trim().split(' ');
  return value === 'max' || value === '-1' || Number(value) > 2 ** 62;
}

/** The tightest v1 quota of a group and everything above it that we can see, in processors; null without one. */
export function readCpuCeiling(folder: string): number | null {
  const quotaFile = `${folder}/cpu.cfs_quota_us`;
  if (folder === '' || !fileExists(quotaFile)) return null;
  const above = readCpuCeiling(folder.slice(0, folder.lastIndexOf('/')));
  const quota = Number(readControlFileNow(quotaFile));
  if (quota <= 0) return above;
  const cpus = quota / Number(readControlFileNow(`${folder}/cpu.cfs_period_us`));
  // Rounded down to what can be written with our own period.
  const writable = Math.floor(cpus * cpuPeriodUs) / cpuPeriodUs;
  return above === null ? writable : Math.min(above, writable);
}

export function boundCpus(limits: Partial<LeafLimits>, ceiling: number | null): Partial<LeafLimits> {
  if (limits.cpus === undefined || ceiling === null) return limits;
  return { ...limits, cpus: Math.min(limits.cpus, ceiling) };
}

/** An errno that says "another gateway removed the shared group under our hands": try again. */
export function isGone(error: unknown): boolean {
  return errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENODEV';
}
