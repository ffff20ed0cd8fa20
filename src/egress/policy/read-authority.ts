// `host:port` as it stands in a request, to the one reading of both.
import { type CanonicalHost, readWireHost } from './canonical-host.js';

export type AuthorityReading =
  | { readonly kind: 'target'; readonly host: CanonicalHost; readonly port: number }
  | { readonly kind: 'refused'; readonly why: string };

/** @param defaultPort null: a port must be there */
export function readAuthority(text: string, defaultPort: number | null): AuthorityReading {
  const [, hostText = text, portText] = text.match(/^(\[[^\]]*\]|[^:]*):([^:]*)$/s) ?? [];
  const host = readWireHost(hostText);
  if (host.kind === 'refused') return { kind: 'refused', why: `the host ${host.why}` };
  if (portText === undefined) {
    return defaultPort === null
      ? { kind: 'refused', why: 'there is no port' }
      : { kind: 'target', host, port: defaultPort };
  }
  const port = /^[1-9]\d{0,4}$/.test(portText) ? Number(portText) : 0;
  if (port === 0 || port > 65_535) return { kind: 'refused', why: 'the port is no number from 1 to 65535' };
  return { kind: 'target', host, port };
}
