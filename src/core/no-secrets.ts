// The redactor of a gateway that knows no secret: hands everything back as it is, and costs nothing.
import type { SecretRedactor, SecretStream } from './secret-redactor.js';

const nothing = (): Buffer => Buffer.alloc(0);

const stream: SecretStream = { push: toBuffer, end: nothing, cut: nothing };

export const noSecrets: SecretRedactor = {
  isActive: false,
  longestBytes: 0,
  redactText: (text) => text,
  redactBytes: toBuffer,
  redactPart: (bytes, from, to) => toBuffer(bytes).subarray(from, to),
  redactValue: (value) => value,
  openStream: () => stream,
};

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
