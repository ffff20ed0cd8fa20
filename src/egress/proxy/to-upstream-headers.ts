// The headers with which a judged request goes to its host. Host and the length of the body are written anew, from what was judged.
import { showHost } from '../policy/canonical-host.js';
import type { PlainRequest } from './read-request.js';
import { toEndToEnd } from './to-end-to-end.js';

const rewritten: readonly string[] = ['host', 'content-length'];
/** They say that there is no body by saying nothing (RFC 9110, section 8.6). */
const bodiless: readonly string[] = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'];

export function toUpstreamHeaders(request: PlainRequest, rawHeaders: readonly string[]): string[] {
  const others = toEndToEnd(rawHeaders);
  const kept = others.filter(
    (_, index) => !rewritten.includes(others[index - (index % 2)]?.toLowerCase() ?? ''),
  );
  return [...['Host', toHost(request)], ...kept, ...toFraming(request), ...['Connection', 'close']];
}

function toHost({ scheme, target: { host, port } }: PlainRequest): string {
  return port === (scheme === 'http' ? 80 : 443) ? showHost(host) : `${showHost(host)}:${port}`;
}

function toFraming({ body, method }: PlainRequest): string[] {
  if (body === 'chunked') return ['Transfer-Encoding', 'chunked'];
  if (body !== 'none') return ['Content-Length', String(body)];
  return bodiless.includes(method) ? [] : ['Content-Length', '0'];
}
