// One part of a file as a resource: text where it is text, whole characters only, else a blob. What is not there, and what
// is not the caller's, are told in the same words.
import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import { parseSessionId } from '../../core/names.js';
import { parseResourceUri, type ResourceAddress, toResourceUri } from '../../core/resource-uri.js';
import type { ResultPart } from '../../services/python/result-store.js';
import { mimeTypeOf } from '../mime-type-of.js';
import { untrusted } from '../untrusted.js';
import { decodePart } from '../sessions/decode-part.js';
import type { ResourceSources } from './resource-sources.js';
import { noAddress, toProtocolError } from './to-protocol-error.js';

const missing = ['resource.unknown', 'session.unknown', 'input.name-invalid'] as const;
const mostBytes = 1024 * 1024;
/** A name of ours, as the protocol wants it. */
const metaKey = 'isolated-pymcp/part';

export async function readResource(sources: ResourceSources, uri: string): Promise<ReadResourceResult> {
  const address = parseResourceUri(uri);
  if (address === null) throw noAddress(uri);
  try {
    const part = await readPart(sources, address);
    return { contents: [toContents(uri, address, part)] };
  } catch (error) {
    throw error instanceof PymcpError ? toProtocolError(uri, error, missing) : error;
  }
}

function readPart(
  { caller, results, sessions }: ResourceSources,
  address: ResourceAddress,
): Promise<ResultPart> {
  const offset = address.offset ?? 0;
  const length = Math.min(address.length ?? mostBytes, mostBytes);
  return address.kind === 'results'
    ? results.read(caller, address, offset, length)
    : sessions.readFile(caller, parseSessionId(address.id), address.path, offset, length);
}

function toContents(
  uri: string,
  address: ResourceAddress,
  part: ResultPart,
): ReadResourceResult['contents'][number] {
  const { size, offset, bytes } = part;
  const { text, length } = decodePart(part);
  const end = offset + length;
  const next = end < size && length > 0 ? toResourceUri(address, end) : null;
  const shared = { uri, _meta: { ...untrusted, [metaKey]: { offset, length, size, next } } };
  const guess = mimeTypeOf(address.path, bytes);
  return text === null
    ? { ...shared, mimeType: guess, blob: bytes.toString('base64') }
    : { ...shared, mimeType: guess === 'application/octet-stream' ? 'text/plain' : guess, text };
}
