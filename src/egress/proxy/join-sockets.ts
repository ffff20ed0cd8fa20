// The two ends of a tunnel, until both have said all they had to say. A side that breaks off breaks the other.
import type { Duplex } from 'node:stream';
import type { Flow } from './flow.js';
import { pump } from './pump.js';

/** After endTogether. */
export function joinSockets(client: Duplex, flow: Flow): void {
  const { socket } = flow;
  const touch = (): void => {
    flow.touch();
  };
  pump(client, socket, touch);
  pump(socket, client, touch);
}

/** An end in good order lets what was written before it still go out: a socket closes by itself when both directions have ended. */
export function endTogether(one: Duplex, other: Duplex): void {
  const breakOff = (first: Duplex, second: Duplex) => () => {
    if (first.readableEnded && first.writableFinished && second.writableEnded) return;
    second.destroy();
  };
  one.on('close', breakOff(one, other));
  other.on('close', breakOff(other, one));
  for (const socket of [one, other]) socket.on('error', () => undefined);
  if (one.destroyed) other.destroy();
  if (other.destroyed) one.destroy();
}
