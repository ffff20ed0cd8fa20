// Which observations an answer has room for: each entity has its share, the first ones some at least; of one entity those that were
// searched for, then the newest. Pure.

export interface Size {
  readonly id: number;
  readonly bytes: number;
}

/** What stands around the words of each: JSON, who said it and when. */
export const observationCost = 100;
export const nameCost = 150;
/** So much room an entity has where any is left, however many follow: a whole observation fits. */
const leastShare = 20_000;

export function costOfName({
  name,
  entityType,
}: {
  readonly name: string;
  readonly entityType: string;
}): number {
  // It stands in the provenance as well.
  return nameCost + 2 * Buffer.byteLength(name) + Buffer.byteLength(entityType);
}

/**
 * @param entities in the order in which they are shown, each with its observations, the oldest first
 * @returns ids
 */
export function chooseObservations(
  entities: readonly (readonly Size[])[],
  mostBytes: number,
  preferred: ReadonlySet<number>,
): readonly number[] {
  let room = mostBytes;
  return entities.flatMap((own, index) => {
    const share = Math.min(room, Math.max(room / (entities.length - index), leastShare));
    const chosen = takeWithin(own, share, preferred);
    room -= chosen.reduce((sum, { bytes }) => sum + bytes + observationCost, 0);
    return chosen.map(({ id }) => id);
  });
}

function takeWithin(own: readonly Size[], share: number, preferred: ReadonlySet<number>): readonly Size[] {
  let cost = 0;
  const newest = [...own].reverse();
  return [
    ...newest.filter(({ id }) => preferred.has(id)),
    ...newest.filter(({ id }) => !preferred.has(id)),
  ].filter(({ bytes }) => {
    if (cost + bytes + observationCost > share) return false;
    cost += bytes + observationCost;
    return true;
  });
}
