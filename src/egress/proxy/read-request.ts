// A request to a proxy (RFC 9112, section 3.2.2), read so that this program and the server cannot read it differently. Node's parser
// is strict already; what it leaves to others is looked at here.
import type { IncomingMessage } from 'node:http';
import type { AuthorityReading } from '../policy/read-authority.js';
import { readAuthority } from '../policy/read-authority.js';
import type { EgressTarget } from '../policy/rule.js';
import { valuesOf } from './values-of.js';

export interface PlainRequest {
  readonly kind: 'request';
  readonly scheme: 'http' | 'https';
  readonly target: EgressTarget;
  readonly method: string;
  /** With its query, as it goes on. */
  readonly path: string;
  /** How it is framed, or its bytes. */
  readonly body: 'none' | 'chunked' | number;
}

export type ReadRequest =
  | PlainRequest
  | { readonly kind: 'tunnel'; readonly target: EgressTarget }
  | { readonly kind: 'malformed'; readonly why: string; readonly hint: string };

const defaultPorts = { http: 80, https: 443 } as const;

/** @param inside the host whose TLS was ended, where the request came out of it */
export function readRequest(request: IncomingMessage, inside: EgressTarget | null = null): ReadRequest {
  const method = request.method ?? '';
  const framing = whyFramedTwice(request.rawHeaders, request.httpVersion);
  if (framing !== null) return malformed(framing);
  if (inside !== null) return readInside(request, method, inside);
  return method === 'CONNECT' ? readTunnel(request) : readForward(request, method);
}

/** As to the host itself: a path and no more. Its Host is that of the tunnel, or it would be for another server behind the address. */
function readInside(
  { url = '', rawHeaders, headers }: IncomingMessage,
  method: string,
  target: EgressTarget,
): ReadRequest {
  if (method === 'CONNECT') return malformed('there is a tunnel in a tunnel', 'ask the proxy itself for it');
  if (headers.upgrade !== undefined)
    return malformed(
      'the program asks to go on in another protocol (Upgrade), which cannot be judged',
      'speak HTTP/1.1 alone with this host; WebSockets are not let through where the proxy reads requests',
    );
  if (!/^\/[^#]*$/.test(url)) return malformed('the address of the request is no path');
  return (
    whyAnotherHost(rawHeaders, { kind: 'target', ...target }, defaultPorts.https, 'needed') ?? {
      kind: 'request',
      scheme: 'https',
      target,
      method,
      path: url,
      body: readBody(rawHeaders),
    }
  );
}

function readTunnel({ url = '', rawHeaders }: IncomingMessage): ReadRequest {
  const target = readAuthority(url, null);
  if (target.kind === 'refused') return malformed(target.why);
  return whyAnotherHost(rawHeaders, target, null, 'optional') ?? { kind: 'tunnel', target };
}

function readForward({ url = '', rawHeaders, httpVersion }: IncomingMessage, method: string): ReadRequest {
  if (url.startsWith('/') || url === '*')
    return malformed(
      'this is a proxy, and the request names no host',
      'use it as a proxy: HTTP_PROXY=http://…',
    );
  const [, scheme, authority = '', path = ''] =
    url.match(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)$/i) ?? [];
  if (scheme === undefined) return malformed('the address of the request cannot be read');
  if (scheme.toLowerCase() !== 'http')
    return malformed(
      `the proxy does not speak ${scheme.slice(0, 20)} for its clients`,
      'open a tunnel (CONNECT), as clients do for https://',
    );
  const target = readAuthority(authority, defaultPorts.http);
  if (target.kind === 'refused') return malformed(target.why);
  const another = whyAnotherHost(
    rawHeaders,
    target,
    defaultPorts.http,
    httpVersion === '1.0' ? 'optional' : 'needed',
  );
  if (another !== null) return another;
  return {
    kind: 'request',
    scheme: 'http',
    target,
    method,
    path: path.startsWith('/') ? path : `/${path}`,
    body: readBody(rawHeaders),
  };
}

/** After whyFramedTwice. */
function readBody(rawHeaders: readonly string[]): PlainRequest['body'] {
  if (valuesOf(rawHeaders, 'transfer-encoding').length > 0) return 'chunked';
  const length = Number(valuesOf(rawHeaders, 'content-length')[0] ?? '0');
  return length === 0 ? 'none' : length;
}

/** One Host, and the same as that of the address: a server may go by either. */
function whyAnotherHost(
  rawHeaders: readonly string[],
  target: AuthorityReading & { kind: 'target' },
  defaultPort: number | null,
  host: 'optional' | 'needed',
): ReadRequest | null {
  const [value, ...others] = valuesOf(rawHeaders, 'host');
  if (others.length > 0) return malformed('there is more than one Host');
  if (value === undefined) return host === 'needed' ? malformed('there is no Host') : null;
  // To a tunnel some clients write the port, and some do not.
  const named = readAuthority(value, defaultPort ?? target.port);
  const isSame =
    named.kind === 'target' && named.host.text === target.host.text && named.port === target.port;
  return isSame ? null : malformed('the Host is not the one of the address');
}

/** A message has one length (RFC 9112, section 6.3): who says it twice wants it to be read in two ways. */
function whyFramedTwice(rawHeaders: readonly string[], httpVersion: string): string | null {
  const lengths = valuesOf(rawHeaders, 'content-length');
  const codings = valuesOf(rawHeaders, 'transfer-encoding');
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'it is no HTTP/1.1';
  if (lengths.length > 1) return 'there is more than one Content-Length';
  if (lengths.some((length) => !/^\d{1,15}$/.test(length))) return 'the Content-Length is no number';
  if (codings.length > 0 && lengths.length > 0) return 'there are both Content-Length and Transfer-Encoding';
  if (codings.length > 0 && httpVersion === '1.0') return 'there is a Transfer-Encoding in HTTP/1.0';
  if (codings.length > 1 || codings.some((coding) => coding.toLowerCase() !== 'chunked'))
    return 'the Transfer-Encoding is not "chunked" alone';
  return null;
}

function malformed(
  why: string,
  hint = 'send one plain request of HTTP/1.1 with one host and one length',
): ReadRequest & {
  kind: 'malformed';
} {
  return { kind: 'malformed', why, hint };
}
