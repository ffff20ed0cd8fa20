// What sandboxes may use together while sessions are measured: the ordinary total, or one that does not get in the way.
import { defaultTotalLimits, type TotalLimits } from '#pymcp/core/limits.js';

const GiB = 1024 * 1024 * 1024;

export type TotalName = 'ordinary' | 'raised';

export const totals: Readonly<Record<TotalName, TotalLimits>> = {
  ordinary: defaultTotalLimits,
  raised: { ...defaultTotalLimits, memoryBytes: 16 * GiB, pids: 8192 },
};
