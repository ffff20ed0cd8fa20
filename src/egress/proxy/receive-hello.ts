// The first words of a tunnel: read until it is clear what they are, and kept, so that they go on as they came.
import type { Duplex } from 'node:stream';
import { type HelloReading, HelloRecords } from '../tls/hello-records.js';

export type ReceivedHello =
  | {
      readonly kind: 'received';
      readonly reading: Exclude<HelloReading, { kind: 'more' }>;
      readonly bytes: Buffer;
    }
  /** Nobody is there any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'late' };

/** The socket is paused afterwards. @param head what has come already */
export function receiveHello(client: Duplex, head: Buffer, ms: number): Promise<ReceivedHello> {
  return new Promise((resolve) => {
    const records = new HelloRecords();
    const pieces: Buffer[] = [];
    const settle = (received: ReceivedHello): void => {
      clearTimeout(timer);
      client.off('data', onData).off('end', onEnd).off('close', onEnd);
      client.pause();
      resolve(received);
    };
    const onData = (piece: Buffer): void => {
      pieces.push(piece);
      const reading = records.push(piece);
      if (reading.kind !== 'more') settle({ kind: 'received', reading, bytes: Buffer.concat(pieces) });
    };
    const onEnd = (): void => {
      settle({ kind: 'gone' });
    };
    const timer = setTimeout(() => {
      settle({ kind: 'late' });
    }, ms);
    client.on('data', onData).on('end', onEnd).on('close', onEnd);
    client.resume();
    if (client.destroyed) onEnd();
    else onData(head);
  });
}
