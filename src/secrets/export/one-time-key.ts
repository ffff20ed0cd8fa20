// The key to which one run seals. Its private half is in this object alone, and goes with it.
import { createDecipheriv, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { z } from 'zod';

/** What a run was asked for: what is sealed for another does not open. */
export interface ExportBinding {
  /** `owner/name`, in lower case. */
  readonly repository: string;
  readonly nonce: string;
  readonly names: readonly string[];
}

const format = 'pymcp-export-1';
const pointBytes = 32;
const tagBytes = 16;
/** What stands before the 32 bytes of a key in DER (RFC 8410). */
const spki = '302a300506032b656e032100';
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);
const envelope = z.strictObject({ format: z.literal(format), point: base64, iv: base64, sealed: base64 });

export class OneTimeKey {
  /** For the run: base64 of 32 bytes. */
  readonly text: string;
  readonly #pair = generateKeyPairSync('x25519');
  readonly #public: Buffer;

  constructor() {
    this.#public = this.#pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-pointBytes);
    this.text = this.#public.toString('base64');
  }

  /** By name, empty where GitHub has none; null where it is not what this run was asked for. */
  open(text: string, binding: ExportBinding): ReadonlyMap<string, string> | null {
    try {
      return toValues(this.#decrypt(text, binding), binding.names);
    } catch {
      // Whatever is wrong with it, it is not repeated.
      return null;
    }
  }

  #decrypt(text: string, { repository, nonce, names }: ExportBinding): string {
    const parts = envelope.parse(JSON.parse(text));
    const [point, iv, sealed] = [parts.point, parts.iv, parts.sealed].map((one) =>
      Buffer.from(one, 'base64'),
    );
    if (point?.length !== pointBytes || iv?.length !== 12 || sealed === undefined) throw new Error(format);
    const publicKey = createPublicKey({
      key: Buffer.concat([Buffer.from(spki, 'hex'), point]),
      format: 'der',
      type: 'spki',
    });
    const shared = diffieHellman({ privateKey: this.#pair.privateKey, publicKey });
    const bound = Buffer.from(JSON.stringify([format, repository, nonce, names]));
    const key = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([point, this.#public]), bound, 32));
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(bound);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
  }
}

function toValues(text: string, names: readonly string[]): ReadonlyMap<string, string> | null {
  const values = new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text))));
  return values.size === names.length && names.every((name) => values.has(name)) ? values : null;
}
