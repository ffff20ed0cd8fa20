// What somebody meant who has written a name wrongly.
import { distance } from 'fastest-levenshtein';

/** The known name that is nearest, or null where none is near enough to be meant. */
export function nearestName(wrong: string, known: readonly string[]): string | null {
  const word = wrong.slice(0, 80).toLowerCase();
  const near = known
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(2, Math.floor(name.length / 3)))
    .sort((one, other) => one.edits - other.edits);
  return near[0]?.name ?? null;
}
