// net.none: the network as settings want it, the same for every command that runs programs.
import type { EgressGate } from '../egress/gate/egress-gate.js';

/** null where none is granted: then nothing of it is loaded. The caller closes it. @throws PymcpError `egress.rule-invalid` */
export async function openNetwork(entries: readonly unknown[]): Promise<EgressGate | null> {
  if (entries.length === 0) return null;
  const { EgressGate: Gate } = await import('../egress/gate/egress-gate.js');
  return Gate.open(entries);
}
