// The wire of the stage of `pymcp verify`: whatever is dialled, it is a port of loopback that is connected to.
import { connect, type Socket } from 'node:net';

/** Half-open when one side has ended, as the proxy wants it. */
export const connectStage = (port: number): Socket =>
  connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
