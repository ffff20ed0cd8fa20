// Headers as they came, name and value in turn: nothing is joined, dropped or put into another order without being asked.

/** Every value of one, in order. @param name in lower case */
export function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Those that are for one connection alone (RFC 9110, section 7.6.1), whatever Connection says of itself. */
const hopByHop: readonly string[] = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  // Answered by the proxy itself.
  'expect',
];

/** Without what is for this connection, what Connection names, and all that is between a client and its proxy. */
export function toEndToEnd(rawHeaders: readonly string[]): string[] {
  const named = valuesOf(rawHeaders, 'connection').flatMap((value) =>
    value.split(',').map((name) => name.trim().toLowerCase()),
  );
  // Who names these as its own would have the message be read differently at the other end.
  const dropped = new Set([...hopByHop, ...named.filter((name) => !framing.includes(name))]);
  return rawHeaders.filter((_, index) => {
    const name = rawHeaders[index - (index % 2)]?.toLowerCase() ?? '';
    return !dropped.has(name) && !name.startsWith('proxy-');
  });
}

const framing: readonly string[] = ['host', 'content-length'];
