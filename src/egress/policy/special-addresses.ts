// net.none: which addresses are the public internet. Everything else is this machine, its neighbours or the cloud that it runs in,
// and no rule leads there. Asked of every answer of the resolver, just before the address is dialled.
import ipaddr from 'ipaddr.js';

/** Public by their number, and yet the cloud's own: Azure answers its machines at the first, whatever network they are in. */
const metadata: readonly string[] = ['168.63.129.16'];

/** All that IANA has given out for the public internet (RFC 4291, section 2.4). */
const globalUnicast = [ipaddr.IPv6.parse('2000::'), 3] as const;
const siteBits = 0x5efe;

/**
 * Null: it is public.
 * @param address in the one spelling that readAddress gives
 */
export function whyNotPublic(address: string): string | null {
  if (!ipaddr.isValid(address)) return 'it is no address';
  if (metadata.includes(address)) return 'it is a metadata service of a cloud';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return `it is ${nameOf(range)}`;
  return parsed.kind() === 'ipv6' ? whyNotGlobal(parsed as ipaddr.IPv6) : null;
}

/** The ranges of the library are a list of what is wrong; of IPv6 most of the space is given to nobody (::/96 among it). */
function whyNotGlobal(address: ipaddr.IPv6): string | null {
  if (!address.match([...globalUnicast])) return 'it is not of the public part of IPv6 (2000::/3)';
  // RFC 5214: the last 64 bits lead to an IPv4 address over a tunnel of the host.
  const { parts } = address;
  return parts[5] === siteBits && ((parts[4] ?? 0) & 0xfdff) === 0
    ? 'it has an IPv4 address in it (ISATAP)'
    : null;
}

function nameOf(range: string): string {
  const names: Readonly<Record<string, string>> = {
    unspecified: 'an unspecified address, which means this machine to some',
    broadcast: 'a broadcast address',
    multicast: 'a multicast address',
    linkLocal: 'link-local, where the metadata services of clouds are',
    loopback: 'loopback: this machine',
    carrierGradeNat: "of a provider's own network (100.64.0.0/10)",
    private: 'of a private network',
    uniqueLocal: 'of a private network (fc00::/7)',
    deprecatedSiteLocal: 'of a private network (fec0::/10)',
    ipv4Mapped: 'an IPv4 address in the clothes of IPv6',
    rfc6145: 'an IPv4 address behind a translator',
    rfc6052: 'an IPv4 address behind a translator (NAT64)',
    '6to4': 'an IPv4 address behind a tunnel (6to4)',
    teredo: 'an IPv4 address behind a tunnel (Teredo)',
    reserved: 'reserved, for documentation or for tests',
    benchmarking: 'reserved for tests',
  };
  return names[range] ?? `of a special range (${range})`;
}
