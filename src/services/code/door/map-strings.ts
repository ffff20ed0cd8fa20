// A message with other strings in it: every one but those that are text of a person, wherever it stands. Pure.

/** What stands behind these keys is text, in which nothing is an address. */
const texts: ReadonlySet<string> = new Set([
  ...['text', 'newText', 'insertText', 'filterText', 'sortText', 'query', 'newName', 'placeholder'],
]);
const mostDepth = 64;

/** @throws RangeError where it is nested too deeply */
export function mapStrings(value: unknown, map: (text: string) => string, depth = 0): unknown {
  if (depth > mostDepth) throw new RangeError('a message that is nested too deeply');
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, map, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      map(key),
      texts.has(key) ? one : mapStrings(one, map, depth + 1),
    ]),
  );
}

/** Without what a server could have an editor execute: its commands stay in the jail. */
export function withoutCommands(value: unknown, depth = 0): unknown {
  if (depth > mostDepth) throw new RangeError('a message that is nested too deeply');
  if (Array.isArray(value)) return value.map((one) => withoutCommands(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'command')
      .map(([key, one]) => [key, withoutCommands(one, depth + 1)]),
  );
}
