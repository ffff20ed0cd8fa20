// net.none: the one index that archives come from, and the network that leads to it and nowhere else. An index on this machine or in a
// private network is reached where a person has named it by its address, and by nothing that an index or a resolver says.
import ipaddr from 'ipaddr.js';
import { PymcpError } from '../../core/errors.js';
import { loopbackSpellings } from '../../core/loopback-host.js';
import { EgressGate } from '../../egress/gate/egress-gate.js';
import type { EgressNetwork } from '../../egress/net/egress-network.js';
import { openRealNetwork } from '../../egress/net/real-network.js';
import { type CanonicalHost, readHost } from '../../egress/policy/canonical-host.js';
import { presets } from '../../egress/policy/presets.js';

export interface PackageIndexAddress {
  /** Ends with a slash; the page of a project is NAME/ below it (PEP 503). */
  readonly url: string;
  /** Whether a person has written the address. */
  readonly isNamed: boolean;
}

/** @param text `pypi`, or an address of http or https @throws PymcpError `environment.index-refused` */
export function parseIndex(text: string): PackageIndexAddress {
  if (text === 'pypi') return { url: `https://${presets.pypi[0]}/simple/`, isNamed: false };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw refusal('it is neither pypi nor an address', 'write pypi, or https://HOST/simple/');
  if (url.username !== '' || url.password !== '')
    throw refusal('it has a name or a password in it', 'use an index that asks for none');
  if (url.search !== '' || url.hash !== '')
    throw refusal('it has more than a path after its host', 'write https://HOST/simple/');
  const host = readHost(url.hostname);
  if (host.kind === 'refused') throw refusal(`its host ${host.why}`, 'write https://HOST/simple/');
  if (url.protocol === 'http:' && !loopbackSpellings.includes(url.hostname))
    throw refusal(
      'it is asked without TLS, over a network',
      'write https://; http:// is for this machine alone',
    );
  return { url: url.href.endsWith('/') ? url.href : `${url.href}/`, isNamed: true };
}

/** The caller closes it. @throws PymcpError `egress.rule-invalid` */
export function openIndexGate({ url, isNamed }: PackageIndexAddress): EgressGate {
  if (!isNamed) return EgressGate.open(['pypi']);
  const { hostname, port, protocol } = new URL(url);
  const host = readHost(hostname);
  if (host.kind === 'refused') throw refusal(`its host ${host.why}`, 'write https://HOST/simple/');
  const ports = [port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)];
  const rule = { host: { kind: 'exact', host }, ports, methods: null, paths: null, tunnel: 'tls' } as const;
  return EgressGate.ofPolicy({ rules: [rule] }, { network: toNetwork(host) });
}

/** Only one host can be asked for in it, so that what it permits is permitted of that host. */
function toNetwork(host: CanonicalHost): EgressNetwork {
  const real = openRealNetwork();
  const isLocal = host.kind === 'name' && host.text === 'localhost';
  const own = host.kind === 'address' ? [host.text] : isLocal ? ['127.0.0.1'] : [];
  return {
    lookup: (name) => (isLocal ? Promise.resolve(own) : real.lookup(name)),
    whyRefused: (address) => (own.includes(address) || isPrivate(address) ? null : real.whyRefused(address)),
    connect: (address, port) => real.connect(address, port),
  };
}

/** A company's own, behind a name of its own. Loopback and the metadata services of clouds are not among them. */
const isPrivate = (address: string): boolean =>
  ['private', 'uniqueLocal'].includes(ipaddr.parse(address).range());

function refusal(why: string, hint: string): PymcpError {
  return new PymcpError('environment.index-refused', `the index cannot be used: ${why}`, hint);
}
