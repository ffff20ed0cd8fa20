// Which headers go on to the other side (RFC 9110, section 7.6.1), in their order and spelling.
import { valuesOf } from './values-of.js';

/** For one connection alone, whatever Connection says of itself. */
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
/** Who names this as its own would have the message be read differently at the other end. */
const framing = 'content-length';

/** Without what is for one connection, what Connection names, and all that is between a client and its proxy. */
export function toEndToEnd(rawHeaders: readonly string[]): string[] {
  const named = valuesOf(rawHeaders, 'connection').flatMap((value) =>
    value.split(',').map((name) => name.trim().toLowerCase()),
  );
  const dropped = new Set([...hopByHop, ...named.filter((name) => name !== framing)]);
  return rawHeaders.filter((_, index) => {
    const name = rawHeaders[index - (index % 2)]?.toLowerCase() ?? '';
    return !dropped.has(name) && !name.startsWith('proxy-');
  });
}
