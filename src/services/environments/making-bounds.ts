// How much the making of an environment may take. Bounds of what strangers send, not wishes: a real environment stays far below.
import type { Limits } from '../../core/limits.js';
import { parseLimits } from '../../core/limits.js';

const MiB = 1024 * 1024;

export const makingBounds = {
  /** One archive. */
  archiveBytes: 2048 * MiB,
  /** All files of an environment, and all archives. */
  treeBytes: 8192 * MiB,
  treeFiles: 200_000,
  /** Archives that are kept for the next time. */
  cacheBytes: 8192 * MiB,
  requirementsBytes: MiB,
} as const;

const minute = 60_000;

/** Of each step, from its beginning: an index that never stops sending is ended too. */
export const makingMs = {
  resolve: 30 * minute,
  fetch: 120 * minute,
  build: 30 * minute,
  unpack: 30 * minute,
} as const;

export type MakingTask = keyof typeof makingMs;

export function toMakingLimits(task: MakingTask): Limits {
  return {
    ...parseLimits({ memoryBytes: 768 * MiB, cpus: 2, pids: 128, wallMs: makingMs[task] }),
    // A tree is packed in two files.
    fileBytes: task === 'unpack' || task === 'build' ? makingBounds.treeBytes : makingBounds.archiveBytes,
    openFiles: 1024,
    scratchInodes: 16_384,
    outputBytes: 64 * 1024,
  };
}
