// What a sandbox is given so that ordinary programs use its network: the variables that urllib, requests, httpx, pip, curl and git obey.
// Placeholders of secrets and, where TLS of theirs is ended, the authority to trust come with them.
import { caBundlePath, type Equipment } from '../../core/network.js';
import { trustVariables } from '../authority/guest-trust.js';
import type { EgressRun } from '../proxy/egress-run.js';

/** Of the relay (guest/pymcp_guest/network.py). */
const relay = 'http://127.0.0.1:3128';
const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const;
const direct = '127.0.0.1,localhost,::1';
/** The authorities of the host, which a template with a network has (template-plan.ts). */
const hostBundle = '/etc/ssl/certs/ca-certificates.crt';

/** @throws PymcpError where the authority of the gateway cannot be made */
export async function toEquipment(
  run: Pick<EgressRun, 'token' | 'environment' | 'trust'>,
): Promise<Equipment> {
  const trust = await run.trust();
  // ALL_PROXY is no socks5h:// : httpx does not start with it where socksio is missing.
  const names = proxyNames.flatMap((name) => [name, name.toLowerCase()]);
  return {
    networkToken: run.token,
    variables: {
      ...run.environment,
      ...Object.fromEntries(names.map((name) => [name, relay])),
      NO_PROXY: direct,
      no_proxy: direct,
      ...(trust === null ? { SSL_CERT_FILE: hostBundle } : trustVariables(caBundlePath)),
    },
    caBundle: trust?.bundle ?? null,
  };
}
