// secret.unseen: an answer of a host that knows a secret is looked through as a whole and in the clear. So it is asked for like that, and
// what comes otherwise is not handed on: a piece of a page, or a page that is compressed, has no secret in it that could be found.
import type { IncomingMessage } from 'node:http';

/** What asks for pieces, or for something else than the bytes themselves. */
const leading: readonly string[] = ['accept-encoding', 'range', 'if-range', 'a-im', 'te'];

/** @param rawHeaders name and value in turn */
export function askReadably(rawHeaders: readonly string[]): string[] {
  const kept = rawHeaders.filter(
    (_, index) => !leading.includes(rawHeaders[index - (index % 2)]?.toLowerCase() ?? ''),
  );
  return [...kept, 'Accept-Encoding', 'identity'];
}

/** Null: it can be looked through. */
export function whyUnreadable({ statusCode, headers }: IncomingMessage): string | null {
  const codings = `${headers['content-encoding'] ?? ''},${headers['transfer-encoding'] ?? ''}`
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => !['', 'identity', 'chunked'].includes(coding));
  if (codings.length > 0)
    return 'the host has compressed its answer, though it was asked not to, and secrets in it could not be seen';
  const isPiece =
    statusCode === 206 ||
    statusCode === 226 ||
    headers['content-range'] !== undefined ||
    /^multipart\/byteranges/i.test(headers['content-type'] ?? '');
  return isPiece
    ? 'the host has answered with a piece of a whole, though it was not asked to, and secrets in it could not be seen'
    : null;
}
