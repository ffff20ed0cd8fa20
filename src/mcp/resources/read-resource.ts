// One part of a file as a resource. What is not there, and what is not the caller's, are told in the same words.
import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import { parseSessionId } from '../../core/names.js';
import { parseResourceUri, type ResourceAddress, toResourceUri } from '../../core/resource-uri.js';
import type { ResultPart } from '../../services/python/result-store.js';
import type { ResourceSources } from './resource-sources.js';
import { mostPartBytes, toPartContents } from './to-part-contents.js';
import { noAddress, toProtocolError } from './to-protocol-error.js';

const missing = ['resource.unknown', 'session.unknown', 'input.name-invalid'] as const;

export async function readResource(sources: ResourceSources, uri: string): Promise<ReadResourceResult> {
  const address = parseResourceUri(uri);
  if (address === null) throw noAddress(uri);
  try {
    const part = await readPart(sources, address);
    return { contents: [toPartContents(uri, address.path, part, (next) => toResourceUri(address, next))] };
  } catch (error) {
    throw error instanceof PymcpError ? toProtocolError(uri, error, missing) : error;
  }
}

function readPart(
  { caller, results, sessions }: ResourceSources,
  address: ResourceAddress,
): Promise<ResultPart> {
  const offset = address.offset ?? 0;
  const length = Math.min(address.length ?? mostPartBytes, mostPartBytes);
  return address.kind === 'results'
    ? results.read(caller, address, offset, length)
    : sessions.readFile(caller, parseSessionId(address.id), address.path, offset, length);
}
