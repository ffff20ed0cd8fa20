// net.none: the network of a session and of all copies of it: they share the namespaces, and with them the relay and its token. It ends
// with the last of them.
import type { NetworkGrant, NetworkSink, RunNetwork } from '../../core/network.js';
import type { JailLimits } from '../../core/limits.js';
import type { Sandbox } from '../../sandbox/backend-contract.js';
import type { SandboxSource } from '../execute.js';

/** As long as a timer can be; its session decides. */
const wallMs = 2_000_000_000;

export class FamilyNetwork {
  readonly run: RunNetwork;
  #members = 0;

  constructor(run: RunNetwork) {
    this.run = run;
  }

  /** Makes one member more, which leaves by itself when it has ended. @throws as the work */
  async join(make: () => Promise<Sandbox>): Promise<Sandbox> {
    this.#members += 1;
    try {
      const sandbox = await make();
      void sandbox.ended.then(() => this.#leave());
      return sandbox;
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#members -= 1;
    if (this.#members === 0) await this.run.close();
  }
}

export interface BornSession {
  readonly sandbox: Sandbox;
  readonly network: FamilyNetwork | null;
}

/** @throws PymcpError as Template.launch, NetworkGrant.openRun and GuestChannel.equip; nothing is left then */
export async function bearSession(
  source: SandboxSource,
  limits: JailLimits,
  grant: NetworkGrant | null,
  sink: NetworkSink,
): Promise<BornSession> {
  if (grant === null) return { sandbox: await source.launch(limits), network: null };
  const network = new FamilyNetwork(await grant.openRun({ sink, wallMs }));
  const sandbox = await network.join(() => launchEquipped(source, limits, network.run));
  return { sandbox, network };
}

/** fail.closed: a session that was promised a network and has none is no session. */
async function launchEquipped(
  source: SandboxSource,
  limits: JailLimits,
  { equipment }: RunNetwork,
): Promise<Sandbox> {
  const sandbox = await source.launch(limits);
  try {
    await sandbox.channel.equip(equipment);
    return sandbox;
  } catch (error) {
    sandbox.kill();
    await sandbox.ended;
    throw error;
  }
}
