// The client's end of `pymcp stdio --attach`: what comes in goes to the gateway that this user serves, and back.
import { request } from 'node:http';
import type { Duplex, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PymcpError } from '../../core/errors.js';
import type { ServiceName } from '../../core/service-names.js';
import { findSocket } from '../../host/gateway-socket.js';
import { attachPath, attachProtocol, attachServicesHeader } from './attach-protocol.js';

/** A gateway that lives answers in milliseconds. */
const answerMs = 5_000;

/**
 * Resolves when the client has gone.
 * @param services null: all that it serves
 * @throws PymcpError `gateway.not-running`, `gateway.lost`, `usage.invalid`
 */
export async function attach(
  services: readonly ServiceName[] | null,
  input: Readable,
  output: Writable,
): Promise<void> {
  const path = await findSocket();
  if (path === null) throw notRunning();
  const socket = await change(path, services);
  const sent = pipeline(input, socket).catch(ignore);
  await pipeline(socket, output, { end: false }).catch(ignore);
  // Where the client has gone, the gateway closes last, after the answers that it still gives.
  if (!input.readableEnded && !output.destroyed)
    throw new PymcpError(
      'gateway.lost',
      'the gateway has ended, and with it the sessions of this connection',
      'start it again with `pymcp serve`, then restart the client',
    );
  await sent;
}

/** Either side may leave at any time: who it was is seen afterwards. */
const ignore = (): void => undefined;

function change(path: string, services: readonly ServiceName[] | null): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const asked = request({
      socketPath: path,
      path: attachPath,
      timeout: answerMs,
      headers: {
        host: 'localhost',
        connection: 'upgrade',
        upgrade: attachProtocol,
        ...(services === null ? {} : { [attachServicesHeader]: services.join(',') }),
      },
    });
    asked.once('upgrade', (_, socket, head) => {
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.once('response', (response) => {
      readRefusal(response).then(reject, reject);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', (cause) => {
      reject(notRunning(cause));
    });
    asked.end();
  });
}

async function readRefusal(response: Readable): Promise<PymcpError> {
  const parts: Buffer[] = [];
  for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
  const { message, hint } = parseRefusal(Buffer.concat(parts).toString());
  return new PymcpError('usage.invalid', message, hint);
}

/** Of our own gateway, or of another version of it. */
function parseRefusal(text: string): { message: string; hint: string } {
  try {
    const { error } = JSON.parse(text) as { error: { message: string; data: { hint: string } } };
    return { message: error.message, hint: error.data.hint };
  } catch {
    return {
      message: 'the gateway did not take this connection',
      hint: 'restart it, so that it is of the same version: pymcp serve',
    };
  }
}

function notRunning(cause?: Error): PymcpError {
  return new PymcpError(
    'gateway.not-running',
    'no gateway of this user is running, or it has no socket',
    'start one with `pymcp serve`, or leave --attach out',
    { cause },
  );
}
