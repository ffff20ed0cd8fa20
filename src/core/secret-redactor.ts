// secret.unlogged: what everything that leaves the gateway goes through. src/secrets/redact/ has the one that knows secrets.

export interface SecretRedactor {
  /** Whether it knows any secret: without one nothing is changed, and nothing needs to be prepared for it. */
  readonly isActive: boolean;
  /** No encoding of a secret is longer. */
  readonly longestBytes: number;
  redactText(text: string): string;
  /** May return the bytes themselves. */
  redactBytes(bytes: Uint8Array): Buffer;
  /**
   * Of a part of a file, read with `longestBytes` more on either side where there are so many: what is to be shown of the bytes
   * from `from` to `to`. A secret is masked in the part in which it begins, and the parts after it leave out the rest of it.
   */
  redactPart(bytes: Uint8Array, from: number, to: number): Buffer;
  /** A copy in which all text, keys too, and all bytes are redacted, everything else as it was; the value itself where it has no secret. */
  redactValue<Value>(value: Value): Value;
  /** For one stream of bytes: a secret may come in pieces. */
  openStream(): SecretStream;
}

export interface SecretStream {
  /** @returns what may be shown of all that came so far and was not returned yet; may be the chunk itself */
  push(chunk: Uint8Array): Buffer;
  /** @returns the rest; the next push begins another stream */
  end(): Buffer;
  /** As `end`, of a stream that was cut off: what may be half a secret is left out. */
  cut(): Buffer;
}
