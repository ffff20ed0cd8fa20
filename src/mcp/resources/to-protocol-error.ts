// A refusal as the protocol says it of a resource: the hint goes along, since a protocol error is all that a client shows.
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';

type Code = PymcpError['code'];

/** @param missing codes that say that there is nothing for this caller */
export function toProtocolError(
  uri: string,
  { code, message, hint }: PymcpError,
  missing: readonly Code[],
): ProtocolError {
  const words = `${message}; ${hint}`;
  return missing.includes(code)
    ? new ResourceNotFoundError(showStart(uri, 300), words)
    : new ProtocolError(ProtocolErrorCode.InternalError, words, { uri: showStart(uri, 300), code });
}

/** An address that is none of ours. */
export function noAddress(uri: string): ProtocolError {
  return new ResourceNotFoundError(
    showStart(uri, 300),
    'the uri is no address here; resources/list and resources/templates/list show what there is',
  );
}
