// net.none: connects to an address that was judged, one after the other until one answers. Nothing but such an address is taken.
import type { Socket } from 'node:net';
import { monotonicMs } from '../../host/clock.js';
import type { EgressNetwork } from './egress-network.js';
import type { CheckedAddress } from './resolve-host.js';

export type Dialled =
  | { readonly kind: 'connected'; readonly socket: Socket; readonly address: CheckedAddress }
  | { readonly kind: 'failed'; readonly why: string };

const connectMs = 5_000;
const allMs = 12_000;

/** The caller destroys the socket. @param signal ends it at once */
export async function dial(
  network: EgressNetwork,
  addresses: readonly CheckedAddress[],
  port: number,
  signal: AbortSignal,
): Promise<Dialled> {
  let why = 'it has no address';
  const until = monotonicMs() + allMs;
  for (const address of addresses) {
    const ms = Math.min(connectMs, until - monotonicMs());
    if (ms <= 0 || signal.aborted) break;
    const socket = network.connect(address, port);
    const failure = await whyNotConnected(socket, ms, signal);
    if (failure === null) return { kind: 'connected', socket, address };
    socket.destroy();
    why = failure;
  }
  return { kind: 'failed', why: `it cannot be reached (${why})` };
}

function whyNotConnected(socket: Socket, ms: number, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const settle = (why: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect);
      resolve(why);
    };
    const onConnect = (): void => {
      settle(null);
    };
    const onAbort = (): void => {
      settle('the run has ended');
    };
    const timer = setTimeout(settle, ms, 'no answer in time');
    signal.addEventListener('abort', onAbort);
    socket.once('connect', onConnect);
    // Stays: of a socket that was given up, an error comes later, and nobody waits for it.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      settle(error.code ?? 'error');
    });
  });
}
