// One direction of a connection: never more in memory than one side is ahead of the other, and its end is the end of the other
// side's writing and not of its reading.
import type { Readable, Writable } from 'node:stream';
import type { ByteChange } from '../placeholders/swap-body.js';

const asItIs: ByteChange = { push: (piece) => piece, end: () => Buffer.alloc(0) };

/** @param onPiece after each piece was handed on @param change what becomes of the bytes between */
export function pump(from: Readable, to: Writable, onPiece: () => void, change: ByteChange = asItIs): void {
  from.on('data', (piece: Buffer) => {
    // Read and thrown away: whoever still sends is to hear why nobody listens.
    if (to.destroyed) return;
    const bytes = change.push(piece);
    if (bytes.length > 0 && !to.write(bytes)) from.pause();
    onPiece();
  });
  to.on('drain', () => {
    // What has moved is a sign of life also where no new piece can come.
    onPiece();
    from.resume();
  });
  from.on('end', () => {
    const rest = change.end();
    if (rest.length > 0) to.write(rest);
    to.end();
  });
  from.resume();
}
