// secret.unseen: ends the TLS of a program, whose ClientHello was read and is for the host that it gets a certificate of. What comes out
// is HTTP/1.1 and nothing else.
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';

export type EndedTls =
  | { readonly kind: 'secured'; readonly socket: TLSSocket }
  | { readonly kind: 'failed'; readonly why: string };

const protocol = 'http/1.1';

/** @param client paused @param hello what was read of it, and is read once more @param ms for the handshake @param onBegun at once: the client is TLS's from then on */
export function endTls(
  client: Duplex,
  hello: Buffer,
  secureContext: SecureContext,
  ms: number,
  onBegun: (socket: TLSSocket) => void,
): Promise<EndedTls> {
  return new Promise((resolve) => {
    client.unshift(hello);
    const socket = new TLSSocket(client, {
      isServer: true,
      secureContext,
      // Who offers others alone is told so by TLS itself.
      ALPNProtocols: [protocol],
      requestCert: false,
    });
    onBegun(socket);
    const settle = (ended: EndedTls): void => {
      clearTimeout(timer);
      if (ended.kind === 'failed') socket.destroy();
      resolve(ended);
    };
    const fail = (error?: unknown): void => {
      settle({ kind: 'failed', why: whyFailed(error) });
    };
    const timer = setTimeout(fail, ms);
    socket.on('error', fail);
    socket.on('_tlsError', fail);
    socket.once('close', fail);
    socket.once('secure', () => {
      settle({ kind: 'secured', socket });
    });
  });
}

/** A client that has read our certificate says in an alert what it thinks of it; many just go. */
function whyFailed(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/ALERT_UNKNOWN_CA|ALERT_BAD_CERTIFICATE|ALERT_CERTIFICATE_UNKNOWN/.test(code))
    return 'the program does not trust the certificate that the gateway has for this host';
  if (/NO_APPLICATION_PROTOCOL|ALPN/i.test(code))
    return 'the program speaks another protocol than HTTP/1.1 inside of TLS';
  return `the program and the gateway did not agree on TLS${code === '' ? '' : ` (${code})`}`;
}
