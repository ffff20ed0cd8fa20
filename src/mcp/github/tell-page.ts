// How many there are, and where they go on.

/** @param what in the plural, such as `issues` */
export function tellPage(count: number, what: string, repository: string, nextPage: number | null): string {
  const how = count === 1 ? `One of the ${what}` : `${count === 0 ? 'None' : count} of the ${what}`;
  const more = nextPage === null ? '' : ` There are more: ask for page ${nextPage}.`;
  return `${how} of ${repository}.${more}`;
}

/** Data as a model reads it. */
export const toWords = (value: unknown): string => JSON.stringify(value, null, 1);
