// What a sandbox is given so that ordinary programs use its network: the variables that urllib, requests, httpx, pip, curl and git obey.
// Whatever else the network of a run has for its programs (an authority to trust, placeholders of secrets) is added here.
import type { Equipment } from '../../core/network.js';
import type { EgressRun } from '../proxy/egress-run.js';

/** Of the relay (guest/pymcp_guest/network.py). */
const relay = 'http://127.0.0.1:3128';
const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const;
const direct = '127.0.0.1,localhost,::1';
/** The authorities of the host, which a template with a network has (template-plan.ts). */
const hostBundle = '/etc/ssl/certs/ca-certificates.crt';

export function toEquipment({ token }: Pick<EgressRun, 'token'>): Equipment {
  // ALL_PROXY is no socks5h:// : httpx does not start with it where socksio is missing.
  const names = proxyNames.flatMap((name) => [name, name.toLowerCase()]);
  return {
    networkToken: token,
    variables: {
      ...Object.fromEntries(names.map((name) => [name, relay])),
      NO_PROXY: direct,
      no_proxy: direct,
      SSL_CERT_FILE: hostBundle,
    },
    caBundle: null,
  };
}
