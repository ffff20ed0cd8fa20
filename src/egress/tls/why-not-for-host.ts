// net.none: whether what begins in a tunnel is TLS for the host that the tunnel was opened to, and nothing else.
import { type CanonicalHost, readWireHost } from '../policy/canonical-host.js';
import type { HelloReading } from './hello-records.js';
import { readServerName } from './server-name.js';

/** Null: it is. */
export function whyNotForHost(
  reading: Exclude<HelloReading, { kind: 'more' }>,
  host: CanonicalHost,
): string | null {
  switch (reading.kind) {
    case 'not-tls':
      return 'what is spoken in the tunnel is not TLS';
    case 'malformed':
      return `what is spoken in the tunnel is no TLS that can be read: ${reading.why}`;
    case 'hello':
      return whyNotNamed(reading.message, host);
  }
}

function whyNotNamed(message: Buffer, host: CanonicalHost): string | null {
  const name = readServerName(message);
  switch (name.kind) {
    case 'malformed':
      return name.why;
    case 'hidden':
      return 'the ClientHello hides its server name (ECH), so that nobody can see whom it asks for';
    case 'unnamed':
      // An address has no server name, and a rule that names it means whatever is there.
      return host.kind === 'address' ? null : 'the ClientHello has no server name (SNI)';
    case 'named':
      return whyNotSame(name.name, host);
  }
}

function whyNotSame(name: string, host: CanonicalHost): string | null {
  // RFC 6066: letters of ASCII, without the dot at the end. Not the reading of a person's text but bytes on the wire.
  const reading = readWireHost(name);
  if (!name.endsWith('.') && reading.kind === host.kind && reading.text === host.text) return null;
  const shown = JSON.stringify(name.slice(0, 80));
  return `the ClientHello asks for ${shown} (SNI), and the tunnel is for ${host.text}`;
}
