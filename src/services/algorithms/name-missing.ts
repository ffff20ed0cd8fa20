// name.valid: who asks for a function that is not there is told what is. Pure.
import { nearestName } from '../../core/nearest-name.js';
import type { Analysis } from './analysis.js';

const mostShown = 20;
const definitions = /^(?:async )?def ([A-Za-z]\w{0,99})/gm;

export function functionsIn(code: string): readonly string[] {
  const names = [...code.matchAll(definitions)].flatMap(([, name]) => name ?? []);
  return names.filter((name) => !['cases', 'main'].includes(name));
}

/** @param wanted what was asked for; with what each of them may have meant that is not defined */
export function nameMissing(
  analysis: Analysis,
  wanted: readonly string[],
  known: readonly string[],
): Analysis {
  const shown = known.length === 0 ? 'There is none' : `There are ${known.slice(0, mostShown).join(', ')}`;
  return {
    ...analysis,
    skipped: analysis.skipped.map(({ name, why }) => {
      if (!wanted.includes(name) || known.includes(name)) return { name, why };
      const near = nearestName(name, known);
      return { name, why: `${why}. ${near === null ? '' : `Did you mean ${near}? `}${shown}` };
    }),
  };
}
