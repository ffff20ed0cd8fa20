// Whom a ClientHello asks for (RFC 6066, section 3). What hides that, or says it twice, is refused: a server and this proxy could
// otherwise understand it differently.
import { ByteReader } from './byte-reader.js';

export type ServerName =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'malformed'; readonly why: string };

const serverName = 0;
/** RFC 9849, and the draft before it. */
const hiding: readonly number[] = [0xfe0d, 0xffce];
const hostName = 0;

/** @param message a ClientHello without the four bytes before it (RFC 8446, section 4.1.2) */
export function readServerName(message: Buffer): ServerName {
  const reader = new ByteReader(message);
  const isWhole =
    reader.take(2) !== null &&
    reader.take(32) !== null &&
    reader.counted(1) !== null &&
    reader.counted(2) !== null &&
    reader.counted(1) !== null;
  if (!isWhole) return malformed('the ClientHello is cut short');
  if (reader.isAtEnd()) return { kind: 'unnamed' };
  const extensions = reader.counted(2);
  if (extensions === null || !reader.isAtEnd())
    return malformed('the extensions of the ClientHello are cut short');
  return readExtensions(new ByteReader(extensions));
}

function readExtensions(reader: ByteReader): ServerName {
  const seen = new Map<number, Buffer>();
  while (!reader.isAtEnd()) {
    const type = reader.number(2);
    const body = reader.counted(2);
    if (type === null || body === null) return malformed('an extension of the ClientHello is cut short');
    if (seen.has(type)) return malformed('an extension of the ClientHello stands in it twice');
    seen.set(type, body);
  }
  if (hiding.some((type) => seen.has(type))) return { kind: 'hidden' };
  const names = seen.get(serverName);
  return names === undefined ? { kind: 'unnamed' } : readNames(names);
}

function readNames(body: Buffer): ServerName {
  const outer = new ByteReader(body);
  const list = outer.counted(2);
  if (list === null || !outer.isAtEnd()) return malformed('the server name is cut short');
  const reader = new ByteReader(list);
  const type = reader.number(1);
  const name = reader.counted(2);
  if (type !== hostName || name === null || !reader.isAtEnd())
    return malformed('there is not exactly one server name');
  // latin1 keeps every byte apart; whoever compares finds no host in those above ASCII.
  return { kind: 'named', name: name.toString('latin1') };
}

const malformed = (why: string): ServerName => ({ kind: 'malformed', why });
