// path.protected: which protected names a run has made, by comparing what stood there. Pure.
import { toShownPath } from '../../core/shown-path.js';
import type { Survey } from './survey-workspace.js';

const mostShown = 100;

/** Also those that something else has taken the place of: written anew, renamed, linked. Sorted. */
export function listCreated(before: Survey, after: Survey): readonly string[] {
  const created = [...after.named].filter(([path, what]) => before.named.get(path) !== what);
  const paths = created.map(([path]) => toShownPath(Buffer.from(path, 'latin1'))).sort();
  if (paths.length <= mostShown) return paths;
  return [...paths.slice(0, mostShown), `… and ${paths.length - mostShown} more`];
}
