// From settings to which backend a run is given and what its outer wall may be, the same for every command.
import type { Settings } from '../config/settings.js';
import type { Boundary } from '../execution/open-template.js';
import { sayLess } from './say-less.js';

export type BoundarySettings = Pick<Settings, 'backend' | 'outerBoundary'>;

/** @param onLess told before anything is run with less than the strongest backend */
export function toBoundary(
  { backend, outerBoundary }: BoundarySettings,
  onLess: (reason: string) => void = sayLess,
): Boundary {
  return { backend, outerBoundary, onLess };
}
