// One attack after the other, with what is planted for them and a gateway that serves several: another one where an attack has a
// network or has left something, and one of its own for each that has a workspace.
import type { Attack, AttackHeader } from './attack.js';
import { AttackedGateway, type GatewayOptions } from './attacked-gateway.js';
import { Canaries, canaryVariable, PlantedWorkspace } from './canaries.js';
import { Stage, stageVariable } from './stage/stage.js';
import { type Trial, tryAttack, type TrialResult } from './try-attack.js';

export interface LaneOptions {
  readonly library: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly patienceMs?: number | undefined;
}

type Network = AttackHeader['network'];

export class AttackLane {
  readonly #options: LaneOptions;
  readonly #canaries: Canaries;
  #stage: Stage | null = null;
  #gateway: { readonly serves: Network; readonly gateway: AttackedGateway } | null = null;

  private constructor(options: LaneOptions, canaries: Canaries) {
    this.#options = options;
    this.#canaries = canaries;
  }

  /** The caller closes it. */
  static async open(options: LaneOptions): Promise<AttackLane> {
    return new AttackLane(options, await Canaries.plant());
  }

  /** @throws PymcpError where nothing runs on this machine */
  async try(attack: Attack): Promise<TrialResult> {
    if (attack.header.workspace !== 'none') return this.#tryInWorkspace(attack);
    const gateway = await this.#gatewayFor(attack.header.network);
    const result = await this.#tryAt(attack, gateway, null);
    // The next one is judged by a gateway that nothing has happened to.
    if (result.problems.length > 0) await this.#closeGateway();
    return result;
  }

  async close(): Promise<void> {
    await this.#closeGateway();
    this.#stage?.close();
    await this.#canaries.remove();
  }

  async #tryInWorkspace(attack: Attack): Promise<TrialResult> {
    const workspace = await PlantedWorkspace.plant(this.#canaries.secret);
    const access = attack.header.workspace === 'writable' ? 'writable' : 'read-only';
    let gateway: AttackedGateway | null = null;
    try {
      gateway = await this.#start(attack.header.network, { folder: workspace.folder, access });
      return await this.#tryAt(attack, gateway, workspace);
    } finally {
      await gateway?.close();
      await workspace.remove();
    }
  }

  #tryAt(attack: Attack, gateway: AttackedGateway, workspace: PlantedWorkspace | null): Promise<TrialResult> {
    const { library, patienceMs } = this.#options;
    const stage = attack.header.network === 'named' ? this.#stage : null;
    const trial: Trial = { attack, gateway, canaries: this.#canaries, workspace, stage, library, patienceMs };
    return tryAttack(trial);
  }

  async #gatewayFor(network: Network): Promise<AttackedGateway> {
    if (this.#gateway?.serves !== network) await this.#closeGateway();
    this.#gateway ??= { serves: network, gateway: await this.#start(network, null) };
    return this.#gateway.gateway;
  }

  async #start(network: Network, workspace: GatewayOptions['workspace']): Promise<AttackedGateway> {
    const { program, environment } = this.#options;
    const wires = network === 'none' ? {} : { [stageVariable]: (await this.#openStage()).wires };
    const planted = { [canaryVariable]: this.#canaries.secret, ...wires };
    return AttackedGateway.start({ program, workspace, environment: { ...environment, ...planted } });
  }

  async #openStage(): Promise<Stage> {
    return (this.#stage ??= await Stage.open(
      this.#canaries.secret,
      Number(this.#canaries.describe()['port']),
    ));
  }

  async #closeGateway(): Promise<void> {
    await this.#gateway?.gateway.close();
    this.#gateway = null;
  }
}
