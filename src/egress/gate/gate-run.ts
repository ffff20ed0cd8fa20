// One run at the proxy, as those who run programs see it.
import type { NetworkGrant, NetworkOptions, NetworkSink, RunNetwork } from '../../core/network.js';
import { isWithin } from '../../host/clock.js';
import type { SecretBinding } from '../placeholders/binding.js';
import type { EgressPolicy } from '../policy/policy.js';
import type { EgressProxy } from '../proxy/egress-proxy.js';
import { toEquipment } from './to-equipment.js';

/** Connections that are destroyed tell what they were within some turns of the loop. */
const lastWordsMs = 1_000;

interface Granted {
  readonly policy: EgressPolicy;
  readonly secrets: readonly SecretBinding[];
}

/** The caller closes it. */
export async function openGateRun(
  proxy: EgressProxy,
  granted: Granted,
  grant: NetworkGrant,
  { sink, wallMs }: NetworkOptions,
): Promise<RunNetwork> {
  const told = new ToldSink(sink);
  const run = proxy.openRun({ ...granted, sink: told, bounds: { wallMs } });
  const equipment = await toEquipment(run).catch((error: unknown) => {
    run.close();
    throw error;
  });
  return {
    grant,
    equipment,
    listDenied: () => run.listDenied(),
    close: async () => {
      run.close();
      await isWithin(told.settled(), lastWordsMs);
    },
  };
}

/** Knows which connections have not told their end yet. */
class ToldSink implements NetworkSink {
  readonly #sink: NetworkSink;
  #open = 0;
  #whenSettled: () => void = () => undefined;

  constructor(sink: NetworkSink) {
    this.#sink = sink;
  }

  readonly decided: NetworkSink['decided'] = async (decision) => {
    await this.#sink.decided(decision);
    if (decision.verdict === 'allowed') this.#open += 1;
  };

  readonly ended: NetworkSink['ended'] = (decision, traffic) => {
    this.#sink.ended(decision, traffic);
    this.#open -= 1;
    if (this.#open === 0) this.#whenSettled();
  };

  settled(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenSettled = resolve;
    });
  }
}
