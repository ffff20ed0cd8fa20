// A program that speaks bytes of its own choice inside of the TLS that the proxy ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { EgressRun } from '../../src/egress/proxy/egress-run.js';
import { readAll, type Stage } from './stage.js';

export interface InsideOptions extends ConnectionOptions {
  readonly run?: EgressRun;
  readonly authority?: string;
}

/** Rejects as the client of TLS does. */
export async function openInside(stage: Stage, options: InsideOptions = {}): Promise<TLSSocket> {
  const { run = stage.run, authority = 'example.org:443', ...others } = options;
  const socket = await openTunnel(stage, run, authority);
  const client = connect({
    socket,
    ca: (await run.trust())?.certificate,
    servername: authority.slice(0, authority.lastIndexOf(':')),
    ...others,
  });
  client.on('error', () => undefined);
  await once(client, 'secureConnect');
  return client;
}

export async function openTunnel(stage: Stage, run: EgressRun, authority: string): Promise<Socket> {
  const socket = await stage.connect(run.token);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'end')])) as [Buffer | undefined];
  assert.equal(answer?.toString(), 'HTTP/1.1 200 Connection established\r\n\r\n');
  return socket;
}

/** What comes back for these bytes, until the proxy ends it. */
export async function sayInside(
  stage: Stage,
  bytes: string | Buffer,
  options: InsideOptions = {},
): Promise<string> {
  const client = await openInside(stage, options);
  client.write(bytes);
  return readAll(client);
}

/** One request whose answer ends the connection. */
export function toRequest(line: string, headers: readonly string[] = [], body: string | Buffer = ''): Buffer {
  const length = body.length > 0 ? [`Content-Length: ${Buffer.byteLength(body)}`] : [];
  const head = [`${line} HTTP/1.1`, 'Host: example.org', ...headers, ...length, 'Connection: close', '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), Buffer.from(body)]);
}
