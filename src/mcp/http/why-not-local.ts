// auth.token: before anything else of a request is looked at, it must be for this machine (Host) and from it (Origin): a page
// in a browser may otherwise reach us by a name that it controls (DNS rebinding, CVE-2025-66414). As written and not as a
// parser reads it: `2130706433` and `x@127.0.0.1` are loopback to some.
import { showStart } from '../../core/show-start.js';
import type { IncomingMessage } from 'node:http';
import type { Refusal } from './refusal.js';

const localHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const localOrigin = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** null: it may go on. */
export function whyNotLocal(request: IncomingMessage): Refusal | null {
  const hosts = valuesOf(request, 'host');
  // Node.js keeps the first of several; whoever stands between may have looked at another (RFC 9112, section 3.2).
  if (hosts.length !== 1 || !localHost.test(hosts[0] ?? ''))
    return {
      reason: 'host',
      status: 403,
      message: `the Host of the request is not this machine: ${quote(hosts)}`,
      hint: 'use http://127.0.0.1:PORT, http://localhost:PORT or http://[::1]:PORT, and no proxy in between',
    };
  const origins = valuesOf(request, 'origin');
  if (origins.length > 1 || !origins.every((origin) => localOrigin.test(origin)))
    return {
      reason: 'origin',
      status: 403,
      message: `the request comes from a page of another origin: ${quote(origins)}`,
      hint: 'only pages of this machine may use this server; programs send no Origin',
    };
  return null;
}

/** All of them, also where Node.js would show one. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

const quote = (values: readonly string[]): string => JSON.stringify(showStart(values.join(', '), 80));
