// net.none: the internet, as the proxy sees it: names by the system's DNS servers, public addresses alone, none of this machine
// and of the networks that it is in.
import { promises as dns } from 'node:dns';
import { connect } from 'node:net';
import ipaddr from 'ipaddr.js';
import { listOwnNetworks } from '../../host/own-networks.js';
import { whyNotPublic } from '../policy/special-addresses.js';
import type { EgressNetwork } from './egress-network.js';

/** Of one try at one server. There are servers that never answer when they are asked for IPv6. */
const fourOptions = { timeout: 3_000, tries: 2 } as const;
const sixOptions = { timeout: 1_500, tries: 1 } as const;

/** @param ownNetworks asked again each time: a laptop moves */
export function openRealNetwork(ownNetworks: () => readonly string[] = listOwnNetworks): EgressNetwork {
  return {
    lookup,
    whyRefused: (address) => whyNotPublic(address) ?? whyOwn(address, ownNetworks()),
    connect: (host, port) => connect({ host, port, allowHalfOpen: true, noDelay: true }),
  };
}

/**
 * Asks DNS itself and not getaddrinfo: no search list adds to the name, no file of the host says what it leads to, and a slow
 * server of a guest's choice holds none of the few threads that the gateway reads its files with.
 */
async function lookup(name: string): Promise<readonly string[]> {
  const [four, six] = await Promise.allSettled([
    new dns.Resolver(fourOptions).resolve4(name),
    new dns.Resolver(sixOptions).resolve6(name),
  ]);
  const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}

/** A service that listens on all addresses of this machine is reached by its public one too. */
function whyOwn(address: string, networks: readonly string[]): string | null {
  const parsed = ipaddr.parse(address);
  const isNear = networks.some((network) => {
    const [own, bits] = ipaddr.parseCIDR(network);
    return own.kind() === parsed.kind() && parsed.match([own, bits] as never);
  });
  return isNear ? 'it is of this machine, or of a network that this machine is in' : null;
}
