// One part of a file as the contents of a resource: text where it is text, whole characters only, else a blob.
import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { ResultPart } from '../../services/python/result-store.js';
import { mimeTypeOf } from '../mime-type-of.js';
import { decodePart } from '../sessions/decode-part.js';
import { untrusted } from '../untrusted.js';

/** Of one part. */
export const mostPartBytes = 1024 * 1024;
/** A name of ours, as the protocol wants it. */
const metaKey = 'isolated-pymcp/part';

/** @param toNext the address of what begins at an offset */
export function toPartContents(
  uri: string,
  path: string,
  part: ResultPart,
  toNext: (offset: number) => string,
): ReadResourceResult['contents'][number] {
  const { size, offset, bytes } = part;
  const { text, length } = decodePart(part);
  const end = offset + length;
  const next = end < size && length > 0 ? toNext(end) : null;
  const shared = { uri, _meta: { ...untrusted, [metaKey]: { offset, length, size, next } } };
  const guess = mimeTypeOf(path, bytes);
  return text === null
    ? { ...shared, mimeType: guess, blob: bytes.toString('base64') }
    : { ...shared, mimeType: guess === 'application/octet-stream' ? 'text/plain' : guess, text };
}
