// HTTP/1.1 with a server of this machine that listens on a Unix socket: one connection for each request.
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';

export interface UnixRequest {
  readonly socketPath: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  /** For the whole answer; null: as long as it takes. */
  readonly timeoutMs: number | null;
}

export interface UnixAnswer {
  readonly status: number;
  readonly text: string;
}

const mostAnswerBytes = 16 * 1024 * 1024;

/** @throws as node:http does where nobody answers, and where the answer is too long or late */
export function askUnixServer(asked: UnixRequest): Promise<UnixAnswer> {
  return new Promise((resolve, reject) => {
    const sent = start(asked);
    sent.once('error', reject);
    sent.once('response', (answer) => {
      readText(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, text });
      }, reject);
    });
    sent.end(asked.body?.bytes);
  });
}

/**
 * The connection itself, where the server gives it up to what was asked for (101).
 * @returns its answer, where it does not
 */
export function upgradeUnixServer(asked: UnixRequest): Promise<Duplex | UnixAnswer> {
  return new Promise((resolve, reject) => {
    const sent = start(asked, { connection: 'Upgrade', upgrade: 'tcp' });
    sent.once('error', reject);
    sent.once('upgrade', (_answer, socket: Duplex, head: Buffer) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    sent.once('response', (answer) => {
      readText(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, text });
      }, reject);
    });
    sent.end(asked.body?.bytes);
  });
}

function start(
  { socketPath, method, path, body, timeoutMs }: UnixRequest,
  more: Readonly<Record<string, string>> = {},
): ReturnType<typeof request> {
  const headers = {
    ...more,
    host: 'localhost',
    ...(body === undefined
      ? { 'content-length': '0' }
      : { 'content-type': body.type, 'content-length': String(body.bytes.length) }),
  };
  const sent = request({ socketPath, method, path, headers, agent: false });
  if (timeoutMs !== null) {
    const timer = setTimeout(() => {
      sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    for (const end of ['close', 'upgrade'] as const)
      sent.once(end, () => {
        clearTimeout(timer);
      });
  }
  return sent;
}

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostAnswerBytes) throw new Error(`an answer of more than ${mostAnswerBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
