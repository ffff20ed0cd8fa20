// What a caller may ask for of an analysis. Pure data.

/** Seconds. */
export const budgetBounds = { least: 1, ordinary: 18, most: 600 } as const;

export const sizeBounds = { least: 1, most: 10_000_000, fewest: 4, mostOf: 48 } as const;
export const mostSeed = 2_147_483_647;
