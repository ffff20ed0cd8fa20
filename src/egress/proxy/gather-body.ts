// A body that is short, as a whole.
import type { IncomingMessage } from 'node:http';

/** Of a body whose length was announced. Longer ones go through in chunks. */
export const mostGatheredBytes = 1024 * 1024;

/** Null where the client went away. @param onPiece after each piece */
export function gatherBody(request: IncomingMessage, onPiece: () => void): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => {
      pieces.push(piece);
      onPiece();
    });
    request.once('end', () => {
      resolve(Buffer.concat(pieces));
    });
    request.once('close', () => {
      resolve(null);
    });
  });
}
