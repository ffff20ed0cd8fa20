// The beginning of something that may be long, for an error that repeats what was given. secret.unlogged: it is cut between two
// words, since half a secret is nothing that a redactor would recognise.

/** @param most characters */
export function showStart(text: string, most: number): string {
  if (text.length <= most) return text;
  const words = text.slice(0, most).match(/^[^]*(?=\s)/)?.[0] ?? '';
  return `${words}…`;
}
