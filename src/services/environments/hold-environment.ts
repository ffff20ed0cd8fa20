// One process at a time makes the environment of a name, or takes away what a maker has left of it.
import { createHash } from 'node:crypto';
import type { EnvironmentStore } from '../../execution/environments/environment-store.js';
import { type HeldName, holdName } from '../../host/hold-name.js';

/** The kernel frees it with its holder, so that what a killed one has left is nobody's. @returns null where another had it all the time */
export function holdEnvironment(
  name: string,
  store: EnvironmentStore,
  waitMs: number,
): Promise<HeldName | null> {
  const digest = createHash('sha256').update(`${store.path}/${name}`).digest('hex').slice(0, 32);
  return holdName(`environment-${digest}`, waitMs);
}
