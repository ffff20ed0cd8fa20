// net.none: the one way out of a gateway: what its configuration grants, and the proxy that is opened by the first run that may use it.
import type { NetworkGrant, NetworkOptions, RunNetwork, ShownRule } from '../../core/network.js';
import type { SecretBinding } from '../placeholders/binding.js';
import { narrowPolicy } from '../policy/narrow-policy.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { EgressPolicy } from '../policy/policy.js';
import { showRule } from '../policy/rule.js';
import { openGateRun } from './gate-run.js';
import { type GateSocket, type GateWorld, openGateSocket } from './gate-socket.js';
import { listHosts } from './list-hosts.js';

export class EgressGate {
  readonly #granted: EgressPolicy;
  readonly #secrets: readonly SecretBinding[];
  readonly #world: GateWorld;
  #socket: Promise<GateSocket> | null = null;

  private constructor(granted: EgressPolicy, secrets: readonly SecretBinding[], world: GateWorld) {
    this.#granted = granted;
    this.#secrets = secrets;
    this.#world = world;
  }

  /**
   * Opens nothing yet. The caller closes it.
   * @param rules as a person has written them
   * @param secrets that the runs may use at hosts, and never see
   * @param world in the place of the internet, for whoever attacks this
   * @throws PymcpError `egress.rule-invalid`
   */
  static open(
    rules: readonly unknown[],
    secrets: readonly SecretBinding[] = [],
    world: GateWorld = {},
  ): EgressGate {
    return new EgressGate(parsePolicy(rules), secrets, world);
  }

  /** As `open`, of a policy that is none of a person's writing: it may name what no rule may. */
  static ofPolicy(policy: EgressPolicy, world: GateWorld): EgressGate {
    return new EgressGate(policy, [], world);
  }

  /**
   * What a run gets: all that is granted where it asks for nothing, or exactly what it asks for; null: no network.
   * @throws PymcpError `egress.rule-invalid`, `egress.not-granted`
   */
  grant(wanted?: readonly unknown[]): NetworkGrant | null {
    const policy = wanted === undefined ? this.#granted : narrowPolicy(this.#granted, parsePolicy(wanted));
    return policy.rules.length === 0 ? null : this.#toGrant(policy);
  }

  /** Ends all runs and connections. Never rejects. */
  async close(): Promise<void> {
    const socket = await this.#socket?.catch(() => null);
    await socket?.close();
  }

  #toGrant(policy: EgressPolicy): NetworkGrant {
    const grant: NetworkGrant = {
      rules: policy.rules.map((rule) => JSON.parse(showRule(rule)) as ShownRule),
      hosts: listHosts(policy),
      openSocket: async () => (await this.#open()).path,
      openRun: (options) => this.#openRun(policy, grant, options),
    };
    return grant;
  }

  async #openRun(policy: EgressPolicy, grant: NetworkGrant, options: NetworkOptions): Promise<RunNetwork> {
    const { proxy } = await this.#open();
    return openGateRun(proxy, { policy, secrets: this.#secrets }, grant, options);
  }

  /** One that could not be opened is tried again by the next. */
  #open(): Promise<GateSocket> {
    this.#socket ??= openGateSocket(this.#world).catch((error: unknown) => {
      this.#socket = null;
      throw error;
    });
    return this.#socket;
  }
}
