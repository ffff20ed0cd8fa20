// secret.unseen: the certificate authority of a gateway, which programs in its jails trust and nobody else does. Its key was made as
// it started, is in the memory of this process alone, and dies with it.
import { constants, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { nowMs } from '../../host/clock.js';
import type { CanonicalHost } from '../policy/canonical-host.js';
import { issueAuthority, issueForHost, type Issuer, makeKeys, type Period } from './issue-certificate.js';
import { LeafContexts } from './leaf-contexts.js';

const dayMs = 86_400_000;
/** For clocks that are set a little while a sandbox runs. */
const beforeMs = 3_600_000;
const validMs = 14 * dayMs;
/** After it no run begins with this one, so that none is left without. */
const usedMs = 7 * dayMs;
const mostHosts = 256;

export class Authority {
  /** As PEM. The only part of it that leaves this object. */
  readonly certificate: string;
  readonly #issuer: Issuer = {
    name: 'isolated-pymcp, of one gateway, for its jails alone',
    keys: makeKeys(),
  };
  readonly #period: Period;
  /** One key for all hosts: none of them is anybody else's. */
  readonly #hostKeys = makeKeys();
  readonly #contexts: LeafContexts<SecureContext>;
  readonly #madeMs = nowMs();

  constructor() {
    this.#period = { fromMs: this.#madeMs - beforeMs, untilMs: this.#madeMs + validMs };
    this.certificate = issueAuthority(this.#issuer, this.#period);
    this.#contexts = new LeafContexts((host) => this.#issueContext(host), mostHosts);
  }

  isFresh(): boolean {
    return nowMs() - this.#madeMs < usedMs;
  }

  /** What a server of TLS presents as that host. */
  contextFor(host: CanonicalHost): SecureContext {
    // A name that looks like an address is none (canonical-host.ts), so that one text means one host.
    return this.#contexts.get(`${host.kind} ${host.text}`);
  }

  #issueContext(key: string): SecureContext {
    const [kind, text = ''] = key.split(' ');
    const host: CanonicalHost = kind === 'name' ? { kind, text } : { kind: 'address', text };
    return createSecureContext({
      cert: issueForHost(this.#issuer, [host], this.#hostKeys.publicKey, this.#period),
      key: toPem(this.#hostKeys.privateKey),
      minVersion: 'TLSv1.2',
      // There is nothing to be renegotiated, and it costs us more than the client.
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    });
  }
}

const toPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
