// What the proxy asks of the world. One real one (real-network.ts); tests bring others, so that no setting of the product has to
// permit what only a test may reach.
import type { Socket } from 'node:net';

export interface EgressNetwork {
  /** Every address that a name has, as text. Rejects where there is none. */
  readonly lookup: (name: string) => Promise<readonly string[]>;
  /** Null: it may be dialled. */
  readonly whyRefused: (address: string) => string | null;
  /** Begins to connect to an address, never to a name. The socket is half-open when one side has ended. */
  readonly connect: (address: string, port: number) => Socket;
}
