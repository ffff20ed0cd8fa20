// secret.unlogged: what everything that leaves the gateway goes through. src/secrets/redact/ has the one that knows secrets.

export interface SecretRedactor {
  redactText(text: string): string;
  /** May return the bytes themselves. */
  redactBytes(bytes: Uint8Array): Buffer;
  /** A copy in which all text, keys too, and all bytes are redacted; everything else is as it was. */
  redactValue<Value>(value: Value): Value;
  /** For one stream of bytes: a secret may come in pieces. */
  openStream(): SecretStream;
}

export interface SecretStream {
  /** @returns what may be shown of all that came so far and was not returned yet; may be the chunk itself */
  push(chunk: Uint8Array): Buffer;
  /** @returns the rest */
  end(): Buffer;
}
