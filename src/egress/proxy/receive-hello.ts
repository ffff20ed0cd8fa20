// The first words of a tunnel: read until it is clear what they are, and kept, so that they go on as they came.
import type { Duplex } from 'node:stream';
import { type HelloReading, readHelloRecords } from '../tls/hello-records.js';

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
    let bytes = head;
    const settle = (received: ReceivedHello): void => {
      clearTimeout(timer);
      client.off('data', onData).off('end', onEnd).off('close', onEnd);
      client.pause();
      resolve(received);
    };
    const isClear = (): boolean => {
      const reading = readHelloRecords(bytes);
      if (bytes.length === 0 || reading.kind === 'more') return false;
      settle({ kind: 'received', reading, bytes });
      return true;
    };
    const onData = (piece: Buffer): void => {
      bytes = Buffer.concat([bytes, piece]);
      isClear();
    };
    const onEnd = (): void => {
      settle({ kind: 'gone' });
    };
    const timer = setTimeout(() => {
      settle({ kind: 'late' });
    }, ms);
    client.on('data', onData).on('end', onEnd).on('close', onEnd);
    if (client.destroyed) settle({ kind: 'gone' });
    else if (!isClear()) client.resume();
  });
}
