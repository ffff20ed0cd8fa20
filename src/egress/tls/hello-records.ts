// The first message of a connection of TLS, put together from its records (RFC 8446, section 5.1): a client may spread it over as
// many pieces and records as it likes. Each byte is looked at once, however they come.

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
const majorVersion = 3;
const clientHello = 1;

export class HelloRecords {
  /** Of the record that begins. */
  readonly #head: number[] = [];
  /** What is still to come of the record that has begun. */
  #left = 0;
  /** Room for the largest message that is taken. */
  readonly #message = Buffer.alloc(messageHead + mostHelloBytes);
  #length = 0;
  #seen = 0;
  #reading: HelloReading = { kind: 'more' };

  /** After anything but `more` nothing changes. */
  push(piece: Buffer): HelloReading {
    for (let at = 0; at < piece.length && this.#reading.kind === 'more';)
      at += this.#left === 0 ? this.#takeHead(piece[at] ?? 0) : this.#takeBody(piece.subarray(at));
    return this.#reading;
  }

  #takeHead(byte: number): number {
    this.#head.push(byte);
    this.#seen += 1;
    const [type, major, , high = 0, low = 0] = this.#head;
    const isWrong = type !== handshakeRecord || (major !== undefined && major !== majorVersion);
    if (isWrong) this.#reading = this.#length === 0 ? { kind: 'not-tls' } : malformed(interrupted);
    if (isWrong || this.#head.length < recordHead) return 1;
    this.#left = high * 256 + low;
    this.#head.length = 0;
    // Empty ones are forbidden, and would let a client go on for ever.
    if (this.#left === 0 || this.#left > mostHelloBytes)
      this.#reading = malformed('a record has a length that none may have');
    // Records of one byte have five before it.
    else if (this.#seen > 2 * mostHelloBytes) this.#reading = malformed('the ClientHello is spread too thin');
    return 1;
  }

  #takeBody(piece: Buffer): number {
    const part = piece.subarray(0, this.#left);
    const copied = part.copy(this.#message, this.#length);
    this.#length += copied;
    this.#seen += part.length;
    this.#left -= part.length;
    this.#reading = copied < part.length ? malformed(tooLong) : this.#judge();
    return part.length;
  }

  #judge(): HelloReading {
    if (this.#message[0] !== clientHello) return malformed('the first message is no ClientHello');
    if (this.#length < messageHead) return { kind: 'more' };
    const length = this.#message.readUIntBE(1, 3);
    if (length > mostHelloBytes) return malformed(tooLong);
    // A second message in the same record would go on unread.
    if (this.#length + this.#left > messageHead + length)
      return malformed('something follows the ClientHello in its record');
    if (this.#length < messageHead + length) return { kind: 'more' };
    return { kind: 'hello', message: this.#message.subarray(messageHead, this.#length) };
  }
}

const interrupted = 'another record stands in the middle of the first message';
const tooLong = `the ClientHello has more than ${mostHelloBytes} bytes`;

const malformed = (why: string): HelloReading => ({ kind: 'malformed', why });
