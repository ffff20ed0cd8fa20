// The body of a request as JSON, within a bound. Time bounds it too: the server's requestTimeout.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonContentType, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Refusal } from './refusal.js';

export type ReadBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'gone' };

export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  mostBytes: number,
): Promise<ReadBody> {
  if (!isJsonContentType(request.headers['content-type'] ?? null)) return refused(notJsonType());
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return refused(encoded());
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return refused(tooLarge(mostBytes));
  // Only now: what is refused for what its headers say is not sent at all (RFC 9110, section 10.1.1).
  if (request.headers.expect !== undefined) response.writeContinue();
  const bytes = await collect(request, mostBytes);
  if (bytes === 'gone') return { kind: 'gone' };
  return bytes === 'too-large' ? refused(tooLarge(mostBytes)) : parse(bytes);
}

async function collect(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // Whoever refuses what is too large decides what becomes of the rest.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > mostBytes) return 'too-large';
      parts.push(part);
    }
  } catch {
    return 'gone';
  }
  return Buffer.concat(parts);
}

function parse(bytes: Buffer): ReadBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'json', value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof SyntaxError ? toPlace(error) : ', or not UTF-8';
    return refused({
      reason: 'malformed',
      status: 400,
      code: ProtocolErrorCode.ParseError,
      message: `the body is not JSON${why}`,
      hint: 'send one JSON-RPC 2.0 message, encoded as UTF-8',
    });
  }
}

/** secret.unlogged: where it is wrong, without the words around it, which may be half a secret. */
function toPlace({ message }: SyntaxError): string {
  const [place] = message.match(/at position \d+/) ?? [];
  return place === undefined ? '' : ` ${place}`;
}

const refused = (refusal: Refusal): ReadBody => ({ kind: 'refused', refusal });

function notJsonType(): Refusal {
  return {
    reason: 'media-type',
    status: 415,
    message: 'the body is not declared as JSON',
    hint: 'send Content-Type: application/json',
  };
}

function encoded(): Refusal {
  return {
    reason: 'media-type',
    status: 415,
    message: 'the body is compressed',
    hint: 'send it as it is, without Content-Encoding',
    headers: { 'accept-encoding': 'identity' },
  };
}

function tooLarge(mostBytes: number): Refusal {
  return {
    reason: 'too-large',
    status: 413,
    message: `the body has more than ${mostBytes} bytes`,
    hint: 'write large files into the workspace instead, or raise http.bodyMb in the configuration',
  };
}
