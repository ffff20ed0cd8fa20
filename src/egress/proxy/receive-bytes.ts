// The first bytes of a connection, as many as they say themselves. What comes behind them is put back.
import type { Socket } from 'node:net';

/**
 * Null: they did not come in time, or nobody is there any more; the socket is destroyed. Otherwise it is paused.
 * @param wanted how many there must be, as far as that can be seen from those that are there
 */
export function receiveBytes(
  socket: Socket,
  ms: number,
  wanted: (bytes: Buffer) => number,
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const stop = (): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', giveUp).off('close', giveUp);
      socket.pause();
    };
    const giveUp = (): void => {
      stop();
      socket.destroy();
      resolve(null);
    };
    const onData = (piece: Buffer): void => {
      bytes = Buffer.concat([bytes, piece]);
      const length = wanted(bytes);
      if (bytes.length < length) return;
      stop();
      if (bytes.length > length) socket.unshift(bytes.subarray(length));
      resolve(bytes.subarray(0, length));
    };
    const timer = setTimeout(giveUp, ms);
    socket.on('data', onData).on('end', giveUp).on('close', giveUp);
    if (socket.destroyed) giveUp();
    else socket.resume();
  });
}
