// Headers as they came, name and value in turn: nothing is joined or left out, as Node.js does where a name stands twice.

/** Every value of one, in order. @param name in lower case */
export function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
