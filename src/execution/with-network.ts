// net.none: the network of one run: opened before its program is handed over, closed whichever way it ends.
import type { NetworkGrant, NetworkSink, RunNetwork } from '../core/network.js';

/** @param wallMs how long it lasts at most @throws PymcpError as NetworkGrant.openRun, or as the work */
export async function withNetwork<Value>(
  grant: NetworkGrant | null,
  sink: NetworkSink,
  wallMs: number,
  work: (network: RunNetwork | null) => Promise<Value>,
): Promise<Value> {
  // Its programs have some time before and after what they are given.
  const network = (await grant?.openRun({ sink, wallMs: wallMs + 60_000 })) ?? null;
  try {
    return await work(network);
  } finally {
    await network?.close();
  }
}
