// net.none: the one reading of a host's name, for the rule, the check, the resolver and the dial. Whatever two programs could
// read differently is refused and not repaired: a list of hosts is worth nothing where one of them means two.
import ipaddr from 'ipaddr.js';
import { toNamedHost } from './named-host.js';

/** In the one spelling that is compared, resolved and dialled. */
export type CanonicalHost =
  { readonly kind: 'name'; readonly text: string } | { readonly kind: 'address'; readonly text: string };

export type HostReading = CanonicalHost | { readonly kind: 'refused'; readonly why: string };

/** No name that resolves is longer, and no port is in it. */
const mostCharacters = 320;

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\0/, 'has a NUL in it, at which some programs stop reading'],
  [/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u, 'has control or invisible characters in it'],
  [/[\s\p{Z}]/u, 'has a space in it'],
  [/%/, 'has a percent sign in it (an encoded character, or a zone of an IPv6 address)'],
  [/@/, 'has a user name before it'],
  [/[/\\?#]/, 'has more than a host in it'],
  [/[^\p{L}\p{M}\p{N}.:[\]_-]/u, 'has characters that no host has'],
];

/** @param text as it came, of a rule, a request, a certificate or a resolver; no port */
export function readHost(text: string): HostReading {
  if (text === '') return refused('is empty');
  if (text.length > mostCharacters) return refused('is too long');
  const found = forbidden.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return refused(found[1]);
  if (text.startsWith('[')) return readBracketed(text);
  if (/[[\]:]/.test(text))
    return refused('has a colon or bracket in it; an IPv6 address stands in [brackets]');
  const named = toNamedHost(text);
  if (named.kind === 'refused') return named;
  return looksNumeric(named.text) ? readIpv4(text, named.text) : named;
}

/** As readHost, of what a program has sent: foreign letters have their encoding there, and everything else is a guess. */
export function readWireHost(text: string): HostReading {
  return /^\p{ASCII}*$/u.test(text)
    ? readHost(text)
    : refused('has letters that are not ASCII; it is xn--… on the wire');
}

/** An address as it is written without brackets: by a resolver, a socket, SOCKS. */
export function readAddress(text: string): HostReading {
  return text.includes(':') ? readIpv6(text) : readIpv4(text, text);
}

/** As it stands in a URL: an IPv6 address in brackets. */
export function showHost({ kind, text }: CanonicalHost): string {
  return kind === 'address' && text.includes(':') ? `[${text}]` : text;
}

/** Every reader of numbers as hosts (inet_aton, the URL standard) takes a name whose last part is one. */
function looksNumeric(name: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/.test(name.slice(name.lastIndexOf('.') + 1));
}

/** Four decimal numbers without leading zeros. 127.1, 0177.0.0.1, 0x7f000001 and 2130706433 are the same one to some. */
function readIpv4(asWritten: string, text: string): HostReading {
  const isPlain = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(asWritten);
  if (!isPlain || !ipaddr.IPv4.isValidFourPartDecimal(text))
    return refused(
      'is an IPv4 address in a spelling that is not read alike everywhere; write four decimal numbers',
    );
  return { kind: 'address', text };
}

function readBracketed(text: string): HostReading {
  const inside = /^\[([0-9A-Fa-f:.]+)\]$/.exec(text)?.[1];
  return inside === undefined ? refused('is no IPv6 address') : readIpv6(inside);
}

function readIpv6(text: string): HostReading {
  if (!/^[0-9A-Fa-f:.]+$/.test(text) || !ipaddr.IPv6.isValid(text)) return refused('is no IPv6 address');
  const address = ipaddr.IPv6.parse(text);
  // Also where dots are only a spelling of it (::127.0.0.1, 64:ff9b::127.0.0.1): the address inside is not the one that is judged.
  if (text.includes('.') || address.isIPv4MappedAddress())
    return refused('is an IPv6 address with an IPv4 address in it; write the IPv4 address itself');
  return { kind: 'address', text: address.toRFC5952String() };
}

const refused = (why: string): HostReading => ({ kind: 'refused', why });
