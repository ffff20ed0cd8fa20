// Days as YYYY-MM-DD of UTC, which sort as text. Whoever judges is given today: nothing here looks at a clock.

const msPerDay = 24 * 60 * 60 * 1000;

export const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** From one day to another; negative where the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / msPerDay);
}

/** A day ahead is what another time zone or a clock that is a little off can bring. */
const mostDaysAhead = 1;

/** @param read when the data was read at its source @returns why it says nothing about today; null where it does */
export function whyStale(read: string | null, today: string, mostDays: number): string | null {
  if (read === null) return 'was never refreshed';
  const age = daysBetween(read, today);
  if (age < -mostDaysAhead) return `is dated ${read}, which is in the future: it or the clock is wrong`;
  return age > mostDays ? `is of ${read}, ${age} days old` : null;
}
