// secret.unseen: TLS to the host itself, over a connection to the address that was judged. Its certificate is verified for the name that
// the rule was judged by, against what this machine trusts; there is no way to go without.
import type { Socket } from 'node:net';
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { CanonicalHost } from '../policy/canonical-host.js';

export type SecuredUpstream =
  | { readonly kind: 'secured'; readonly socket: TLSSocket }
  | { readonly kind: 'failed'; readonly why: string };

const handshakeMs = 10_000;

/** On failure the socket is destroyed. @param secureContext with the roots that count @param onBegun at once: the socket is TLS's from then on */
export function secureUpstream(
  socket: Socket,
  host: CanonicalHost,
  secureContext: SecureContext,
  onBegun: (secured: TLSSocket) => void,
): Promise<SecuredUpstream> {
  return new Promise((resolve) => {
    const secured = connect({
      socket,
      secureContext,
      // An address has none (RFC 6066), and is verified as what it is.
      servername: host.kind === 'name' ? host.text : '',
      checkServerIdentity: (_name, certificate) => checkServerIdentity(host.text, certificate),
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
    });
    onBegun(secured);
    const settle = (result: SecuredUpstream): void => {
      clearTimeout(timer);
      if (result.kind === 'failed') secured.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      settle({ kind: 'failed', why: 'TLS with it was not agreed on in time' });
    }, handshakeMs);
    // Stays, for what comes later.
    secured.on('error', (error: NodeJS.ErrnoException) => {
      settle({ kind: 'failed', why: whyFailed(error.code ?? '') });
    });
    secured.once('close', () => {
      settle({ kind: 'failed', why: 'it broke off before TLS was agreed on' });
    });
    secured.once('secureConnect', () => {
      settle(
        secured.authorized
          ? { kind: 'secured', socket: secured }
          : { kind: 'failed', why: 'its certificate could not be verified' },
      );
    });
  });
}

/** By its code alone: the words of an error may repeat what the host has said. */
function whyFailed(code: string): string {
  const known: Readonly<Record<string, string>> = {
    CERT_HAS_EXPIRED: 'its certificate has expired',
    CERT_NOT_YET_VALID: 'its certificate is not valid yet',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that this machine does not trust',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      'its certificate is signed by an authority that this machine does not trust',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      'its certificate is signed by an authority that this machine does not trust',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  };
  return known[code] ?? `TLS with it failed (${/^[A-Z0-9_]{1,60}$/.test(code) ? code : 'error'})`;
}
