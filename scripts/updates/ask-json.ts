// Asks one host for JSON: https alone, from that host and no other, bounded, and believed only where it is as it should be.
import { z } from 'zod';
import { fetchArchive } from '../../src/services/install/fetch-archive.js';

const mostBytes = 16 * 1024 * 1024;
const patienceMs = 120_000;

/** @throws Error where it cannot be had whole, or is something else */
export async function askJson<T>(address: string, schema: z.ZodType<T>): Promise<T> {
  const url = new URL(address);
  const parts: Uint8Array[] = [];
  const sink = {
    ...{ bytes: 0, validator: null, empty: () => Promise.resolve(), keepValidator: () => Promise.resolve() },
    append: (part: Uint8Array) => {
      parts.push(part);
      return Promise.resolve();
    },
  };
  await fetchArchive({ url, hosts: [url.host], bytes: null, mostBytes }, sink, {
    signal: AbortSignal.timeout(patienceMs),
    onBytes: () => undefined,
  });
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ').slice(0, 300);
  throw new Error(`${url.host} answers something else than was asked for: ${why}`);
}
