// The first message of a connection of TLS, put together from its records (RFC 8446, section 5.1): a client may spread it over as
// many pieces and records as it likes.

export type HelloReading =
  /** `message`: without the four bytes before it. */
  | { readonly kind: 'hello'; readonly message: Buffer }
  | { readonly kind: 'more' }
  | { readonly kind: 'not-tls' }
  | { readonly kind: 'malformed'; readonly why: string };

/** Keys of the post-quantum kind take 2 KB; nothing known takes 16. */
export const mostHelloBytes = 16 * 1024;
const recordHead = 5;
const messageHead = 4;
const handshakeRecord = 22;
const clientHello = 1;

/** @param bytes all that has come so far */
export function readHelloRecords(bytes: Buffer): HelloReading {
  if (bytes.length > 0 && bytes[0] !== handshakeRecord) return { kind: 'not-tls' };
  if (bytes.length > 1 && bytes[1] !== 3) return { kind: 'not-tls' };
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const message = Buffer.concat(parts);
    const done = readMessage(message);
    if (done !== null) return done;
    if (bytes.length < at + recordHead) return more(bytes);
    if (bytes[at] !== handshakeRecord)
      return malformed('another record stands in the middle of the first message');
    const length = bytes.readUInt16BE(at + 3);
    // Empty ones are forbidden, and would let a client go on for ever.
    if (length === 0 || length > mostHelloBytes) return malformed('a record has a length that none may have');
    parts.push(bytes.subarray(at + recordHead, at + recordHead + length));
    if (bytes.length < at + recordHead + length) return readMessage(Buffer.concat(parts)) ?? more(bytes);
    at += recordHead + length;
  }
}

/** Null: there is more to come. */
function readMessage(message: Buffer): HelloReading | null {
  if (message.length > 0 && message[0] !== clientHello)
    return malformed('the first message is no ClientHello');
  if (message.length < messageHead) return null;
  const length = message.readUIntBE(1, 3);
  if (length > mostHelloBytes) return malformed(`the ClientHello has more than ${mostHelloBytes} bytes`);
  if (message.length < messageHead + length) return null;
  // A second message in the same record would go on unread.
  if (message.length > messageHead + length)
    return malformed('something follows the ClientHello in its record');
  return { kind: 'hello', message: message.subarray(messageHead) };
}

function more(bytes: Buffer): HelloReading {
  // Records of one byte have five before it.
  return bytes.length > 2 * mostHelloBytes
    ? malformed('the ClientHello is spread too thin')
    : { kind: 'more' };
}

const malformed = (why: string): HelloReading => ({ kind: 'malformed', why });
