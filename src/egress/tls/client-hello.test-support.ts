// What a real client of TLS says first, and hellos made by hand to be wrong in one way each.
import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';

/** The first bytes of Node.js's own client. */
export function realHello(options: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read: () => undefined,
      write: (piece: Buffer, _encoding, done) => {
        resolve(piece);
        done();
        setImmediate(() => {
          wire.destroy();
        });
      },
    });
    connect({ socket: wire, ...options }).on('error', () => undefined);
  });
}

const counted = (bytes: 1 | 2 | 3, body: Buffer): Buffer => {
  const head = Buffer.alloc(bytes);
  head.writeUIntBE(body.length, 0, bytes);
  return Buffer.concat([head, body]);
};

export const extension = (type: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type >> 8, type & 0xff]), counted(2, body)]);

export const serverName = (...names: readonly (readonly [number, string])[]): Buffer =>
  extension(
    0,
    counted(
      2,
      Buffer.concat(
        names.map(([type, name]) =>
          Buffer.concat([Buffer.from([type]), counted(2, Buffer.from(name, 'latin1'))]),
        ),
      ),
    ),
  );

/** A ClientHello without the four bytes before it. @param extensions null: it ends before them */
export const helloBody = (extensions: Buffer | null): Buffer =>
  Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    counted(1, Buffer.alloc(0)),
    counted(2, Buffer.from([0x13, 0x01])),
    counted(1, Buffer.from([0])),
    ...(extensions === null ? [] : [counted(2, extensions)]),
  ]);

export const toMessage = (body: Buffer): Buffer => Buffer.concat([Buffer.from([1]), counted(3, body)]);

export const toRecord = (part: Buffer): Buffer => Buffer.concat([Buffer.from([22, 3, 1]), counted(2, part)]);

/** Spread over records of so many bytes. */
export function toRecords(message: Buffer, size: number): Buffer {
  const count = Math.ceil(message.length / size);
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => toRecord(message.subarray(index * size, (index + 1) * size))),
  );
}
