// install.verified: asks one host for one archive, over TLS that is verified whatever the environment says, and follows no redirection
// by itself. What comes is bytes of a stranger: bounded and stored by the caller, believed by nobody before its checksum.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';

export interface ArchiveRequest {
  readonly url: URL;
  /** Bytes that are there already, and the validator that came with them; null where it begins. */
  readonly rest: { readonly offset: number; readonly validator: string } | null;
  /** Certificates that are trusted instead of the machine's; for tests. */
  readonly ca?: string;
  readonly signal: AbortSignal;
}

export interface ArchiveAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To its end, or until `discard`. Rejects where the connection breaks. */
  readonly body: AsyncIterable<Buffer>;
  readonly discard: () => void;
}

/** A host that says nothing for so long is given up. */
const idleMs = 60_000;
const mostHeaderBytes = 16 * 1024;

/** @throws Error as node:https does: refused, unverified, aborted, silent */
export function requestArchive({ url, rest, ca, signal }: ArchiveRequest): Promise<ArchiveAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'isolated-pymcp',
        ...(rest === null ? {} : { range: `bytes=${rest.offset}-`, 'if-range': rest.validator }),
      },
      agent: false,
      signal,
      timeout: idleMs,
      maxHeaderSize: mostHeaderBytes,
      // NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default, and not this.
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca }),
    } as const;
    const asked = request(url, options, (answer: IncomingMessage) => {
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: answer,
        discard: () => answer.destroy(),
      });
    });
    asked.once('timeout', () => asked.destroy(new Error('the host has fallen silent')));
    asked.on('error', reject);
    asked.end();
  });
}
