// path.protected: secrets of a workspace that a sandbox born earlier could read: new ones, and those that another file has
// taken the place of, which the mask went away with. Pure.
import { toShownPath } from '../../core/shown-path.js';
import type { ByteString } from '../../host/walked-folder.js';
import type { Survey } from './survey-workspace.js';

const mostShown = 20;

export function listUnmasked(born: Survey, now: Survey): readonly string[] {
  const masked = maskedIn(born);
  const found = [...maskedIn(now)].filter(([path, what]) => masked.get(path) !== what).map(([path]) => path);
  const shown = found.map((path) => toShownPath(Buffer.from(path, 'latin1'))).sort();
  return shown.length <= mostShown
    ? shown
    : [...shown.slice(0, mostShown), `… and ${shown.length - mostShown} more`];
}

/** What stands at each masked path: another name of a masked file has no entry of its own, and is that file. */
function maskedIn({ places, named, targets }: Survey): ReadonlyMap<ByteString, string> {
  return new Map(
    places
      .filter(({ cover }) => cover === 'masked')
      .map(({ path }) => [path, named.get(path) ?? targets.get(path) ?? 'another name']),
  );
}
