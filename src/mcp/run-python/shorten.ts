// Text for a model: head and tail within a number of characters, with a line between them that says what is missing.

export function shorten(text: string, most: number): string {
  // A guest may answer with half of a surrogate pair, which strict clients do not read.
  const whole = text.toWellFormed();
  if (whole.length <= most) return whole;
  const half = Math.floor(most / 2);
  const head = whole.slice(0, half).replace(/[\ud800-\udbff]$/, '');
  const tail = whole.slice(-half).replace(/^[\udc00-\udfff]/, '');
  const missing = whole.length - head.length - tail.length;
  return `${head}\n… ${missing} characters left out …\n${tail}`;
}
