// A part of a document that is generated. Pure.

/** @throws where the marks are not there, once each and in this order */
export function replaceBetweenMarks(
  text: string,
  { begin, end }: { readonly begin: string; readonly end: string },
  replacement: string,
): string {
  const [before, rest, ...more] = text.split(begin);
  const [, after, ...evenMore] = (rest ?? '').split(end);
  if (before === undefined || after === undefined || more.length + evenMore.length > 0) {
    throw new Error(`the document has no single part between ${begin} and ${end}`);
  }
  return `${before}${begin}\n\n${replacement.trim()}\n\n${end}${after}`;
}
