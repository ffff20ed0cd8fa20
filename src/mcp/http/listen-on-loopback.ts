// port.loopback: the one place where a port is opened, on an address that only this machine can reach, or, in our image, on
// that of the container, which the engine publishes on loopback.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PymcpError } from '../../core/errors.js';
import type { ContainerAddress } from '../../core/container-address.js';
import { errnoOf } from '../../host/errno.js';
import type { LoopbackHost } from '../../core/loopback-host.js';

/**
 * The type keeps every other address out; there is no wildcard. Resolves to the port; 0 asks for any that is free.
 * @throws PymcpError `gateway.not-listening`
 */
export async function listenOnLoopback(
  server: Server,
  host: LoopbackHost | ContainerAddress,
  port: number,
): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, ipv6Only: host === '::1', exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    throw toPymcpError(error, host, port);
  }
  const { address, port: given } = server.address() as AddressInfo;
  if (address === host) return given;
  server.close();
  throw new PymcpError('internal.bug', `the port was bound to ${address}`, 'report this as a bug');
}

function toPymcpError(error: unknown, host: string, port: number): PymcpError {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const [message, hint] = explain(errnoOf(error), place);
  return new PymcpError('gateway.not-listening', message, hint, { cause: error });
}

function explain(code: string, place: string): [string, string] {
  switch (code) {
    case 'EADDRINUSE':
      return [
        `the port at ${place} is in use`,
        'stop what listens there (ss -ltnp shows it), or choose another with --port; --port 0 takes one that is free',
      ];
    case 'EACCES':
      return [`the port at ${place} is not for this user`, 'choose one of 1024 and above with --port'];
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return [`this machine has no address ${place}`, 'leave --ipv6 out'];
    default:
      return [`nothing could listen at ${place} (${code})`, 'choose another port with --port'];
  }
}
