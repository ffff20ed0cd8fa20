// install.verified: what is done with an answer to a request for an archive, or for the rest of one (RFC 9110, sections 14 and 15.4).
// Hosts may answer anything; what is not exactly what was asked for is refused before a byte of it is stored. Pure.

export interface Asked {
  readonly url: URL;
  /** `name` or `name:port`, as URL.host has it: of this and of every redirection. */
  readonly hosts: readonly string[];
  /** Bytes that are there already; 0 where it begins. */
  readonly offset: number;
  /** Of the whole; null where it is not known, and then `mostBytes` is all that bounds it. */
  readonly bytes: number | null;
  readonly mostBytes: number;
}

export interface Answered {
  readonly status: number;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Judged =
  | { readonly kind: 'redirect'; readonly to: URL }
  /** `validator`: by which the rest can be asked for later; null where the host has given none that is strong. */
  | { readonly kind: 'body'; readonly startsAt: number; readonly validator: string | null }
  /** What is there already is of no use. */
  | { readonly kind: 'start-over' }
  | { readonly kind: 'refused'; readonly why: string };

const redirections: readonly number[] = [301, 302, 303, 307, 308];

export function judgeAnswer(asked: Asked, { status, headers }: Answered): Judged {
  const header = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  if (redirections.includes(status)) return judgeRedirection(asked, header('location'));
  if (status === 416 && asked.offset > 0) return { kind: 'start-over' };
  if (status !== 200 && status !== 206) return refused(`answered with status ${status}`);
  const encoding = header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return refused('has encoded what it sends');
  const startsAt = status === 206 ? asked.offset : 0;
  if (status === 206) {
    const why = whyNotTheRest(asked, header('content-range'));
    if (why !== null) return refused(why);
  }
  const length = header('content-length');
  if (length !== null) {
    const why = whyNotLength(asked, startsAt, length);
    if (why !== null) return refused(why);
  }
  return { kind: 'body', startsAt, validator: strongValidator(header('etag'), header('last-modified')) };
}

/** Null where the address may be asked. The same for the first address and for each that a host leads to. */
export function whyNotAsked(url: URL, hosts: readonly string[]): string | null {
  if (url.protocol !== 'https:') return 'is not https';
  if (url.username !== '' || url.password !== '') return 'has a user or a password in it';
  if (!hosts.includes(url.host)) return 'is at a host that the manifest does not name';
  return null;
}

function judgeRedirection({ url, hosts }: Asked, location: string | null): Judged {
  if (location === null || !URL.canParse(location, url.href)) return refused('leads nowhere');
  const to = new URL(location, url);
  const why = whyNotAsked(to, hosts);
  return why === null ? { kind: 'redirect', to } : refused(`leads to an address that ${why}`);
}

function whyNotTheRest({ offset, bytes }: Asked, range: string | null): string | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range ?? '');
  if (offset === 0 || found === null) return 'sends a part that nobody asked for';
  const [from, to, all] = found.slice(1).map(Number);
  const isRest = from === offset && to !== undefined && to + 1 === all && (bytes === null || all === bytes);
  return isRest ? null : 'sends another part than the rest';
}

function whyNotLength({ bytes, mostBytes }: Asked, startsAt: number, length: string): string | null {
  if (!/^\d{1,15}$/.test(length)) return 'says no length';
  const all = startsAt + Number(length);
  if (bytes !== null && all !== bytes) return `sends ${all} bytes, and ${bytes} are recorded`;
  return all > mostBytes ? `sends ${all} bytes, and ${mostBytes} are allowed` : null;
}

/** If-Range takes strong ones alone (RFC 9110, section 13.1.5). What is wrong all the same is found by the checksum. */
function strongValidator(tag: string | null, date: string | null): string | null {
  if (tag !== null && /^"[\x21\x23-\x7e]{1,200}"$/.test(tag)) return tag;
  return date !== null && tag === null && /^[A-Za-z0-9 :,]{1,60}$/.test(date) ? date : null;
}

const refused = (why: string): Judged => ({ kind: 'refused', why });
