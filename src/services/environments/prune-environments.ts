// What nobody may need any more: environments that were made for programs a while ago, files that no environment names, and what makers
// that were killed have left. All of it comes back when it is asked for, most of it from the cache of archives.
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { isScriptEnvironment } from '../../core/script-environment.js';
import type { EnvironmentStore } from '../../execution/environments/environment-store.js';
import { nowMs } from '../../host/clock.js';
import { holdEnvironment } from './hold-environment.js';

export interface Pruned {
  /** Of environments. */
  readonly names: readonly string[];
  /** How many. */
  readonly trees: number;
  /** Names of environments whose making was cut off. */
  readonly leavings: readonly string[];
}

/** @param ageMs only what was made for programs longer ago @throws PymcpError `environment.store-unsafe`, `environment.store-failed` */
export async function pruneEnvironments(store: EnvironmentStore, ageMs: number): Promise<Pruned> {
  const isOver = ({ name, created }: EnvironmentRecord): boolean =>
    isScriptEnvironment(name) && nowMs() - Date.parse(created) > ageMs;
  const { names, trees } = await store.prune(isOver);
  const leavings: string[] = [];
  for (const name of await store.staged()) {
    const held = await holdEnvironment(name, store, 0);
    // It is being made.
    if (held === null) continue;
    try {
      // Without such a lock nobody knows.
      if (!held.isExclusive) continue;
      await store.unstage(name);
      leavings.push(name);
    } finally {
      await held.release();
    }
  }
  return { names, trees, leavings };
}
