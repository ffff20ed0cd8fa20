// One direction of a connection: never more in memory than one side is ahead of the other, and its end is the end of the other
// side's writing and not of its reading.
import type { Readable, Writable } from 'node:stream';

/** @param onPiece after each piece was handed on */
export function pump(from: Readable, to: Writable, onPiece: () => void): void {
  from.on('data', (piece: Buffer) => {
    // Read and thrown away: whoever still sends is to hear why nobody listens.
    if (to.destroyed) return;
    if (!to.write(piece)) from.pause();
    onPiece();
  });
  to.on('drain', () => {
    // What has moved is a sign of life also where no new piece can come.
    onPiece();
    from.resume();
  });
  from.on('end', () => {
    to.end();
  });
  from.resume();
}
