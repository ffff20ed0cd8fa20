// Where something is defined.
import type { CodeSession } from '../code-session.js';
import { excerpt } from '../place/excerpt.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import type { Spot } from '../place/spot.js';
import { type Target, toTarget } from '../place/target.js';
import { locations } from '../server/replies.js';
import { toParams } from './to-params.js';

/** A question whose answer is a few places. */
export interface TargetsAnswer {
  readonly resolved: Spot;
  readonly source: string;
  readonly targets: readonly Target[];
  /** That there are more of. */
  readonly omitted: number;
}

const mostTargets = 50;

export async function askDefinition(session: CodeSession, wanted: WantedPlace): Promise<TargetsAnswer> {
  const resolved = await resolvePlace(session, wanted);
  const found = await session.request('textDocument/definition', toParams(resolved), locations);
  return {
    resolved,
    source: excerpt(session.linesOf(resolved.path), resolved.line, 0),
    targets: found.slice(0, mostTargets).map((location) => toTarget(session, location, 3)),
    omitted: Math.max(0, found.length - mostTargets),
  };
}
