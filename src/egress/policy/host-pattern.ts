// Which hosts a rule means: one host, or `*.example.org`, which is every name below it and not `example.org` itself.
import { readHost, type CanonicalHost } from './canonical-host.js';
import { whyNotPublic } from './special-addresses.js';

export type HostPattern =
  | { readonly kind: 'exact'; readonly host: CanonicalHost }
  /** With the dot before it: a suffix without one would be that of `evilexample.org` too. */
  | { readonly kind: 'below'; readonly suffix: `.${string}` };

export type PatternReading = HostPattern | { readonly kind: 'refused'; readonly why: string };

/** @param text as a person has written it */
export function readHostPattern(text: string): PatternReading {
  const isBelow = text.startsWith('*.');
  const host = readHost(isBelow ? text.slice(2) : text);
  if (host.kind === 'refused') return host;
  if (host.kind === 'address') return isBelow ? refused('has a star before an address') : readNumeric(host);
  // Names of one part are those of the local network, and what they lead to is for its search list to say.
  if (!host.text.includes('.'))
    return refused(
      isBelow ? 'means a whole top-level domain' : 'is a name of the local network, with no dot in it',
    );
  return isBelow ? { kind: 'below', suffix: `.${host.text}` } : { kind: 'exact', host };
}

export function matchesHost(pattern: HostPattern, host: CanonicalHost): boolean {
  if (pattern.kind === 'exact') return pattern.host.kind === host.kind && pattern.host.text === host.text;
  // The suffix has its dot, so that something stands before it.
  return (
    host.kind === 'name' && host.text.endsWith(pattern.suffix) && host.text.length > pattern.suffix.length
  );
}

/** What both mean; null where that is nothing. */
export function narrowHost(one: HostPattern, other: HostPattern): HostPattern | null {
  if (one.kind === 'exact') return matchesHost(other, one.host) ? one : null;
  if (other.kind === 'exact') return matchesHost(one, other.host) ? other : null;
  if (one.suffix.endsWith(other.suffix)) return one;
  return other.suffix.endsWith(one.suffix) ? other : null;
}

export function showPattern(pattern: HostPattern): string {
  if (pattern.kind === 'below') return `*${pattern.suffix}`;
  const { kind, text } = pattern.host;
  return kind === 'address' && text.includes(':') ? `[${text}]` : text;
}

function readNumeric(host: CanonicalHost): PatternReading {
  const why = whyNotPublic(host.text);
  return why === null ? { kind: 'exact', host } : refused(`leads nowhere, because ${why}`);
}

const refused = (why: string): PatternReading => ({ kind: 'refused', why });
