// The templates of one gateway: one for each environment as it is at this moment, with and without a network. What it is made of is
// looked at for each call, so that an environment that was made again or removed is never used as it was; what runs in it goes on.
import { PymcpError } from '../core/errors.js';
import type { JailLimits } from '../core/limits.js';
import type { EnvironmentName } from '../core/names.js';
import type { NetworkGrant } from '../core/network.js';
import type { Template } from '../sandbox/backend-contract.js';
import type { PythonEnvironment } from './environments.js';
import type { KnownEnvironments } from './environments/known-environments.js';
import { LiveTemplate } from './live-template.js';
import type { PoolBounds } from './sandbox-pool.js';

export interface LiveTemplatesOptions {
  readonly environments: KnownEnvironments;
  readonly open: (environment: PythonEnvironment, network: NetworkGrant | null) => Promise<Template>;
  /** Of the sandboxes that wait. */
  readonly limits: JailLimits;
  readonly pool: PoolBounds;
}

/** limit.memory: each keeps what it has imported. Beyond it the one goes that was used longest ago. */
const mostTemplates = 6;

export class LiveTemplates {
  readonly #options: LiveTemplatesOptions;
  /** By what they are made of, in the order of their last use. */
  readonly #live = new Map<string, LiveTemplate>();
  /** By the environment's name, and whether there is a network: what it was made of when it was asked for last. */
  readonly #keys = new Map<string, string>();
  readonly #retired = new Set<LiveTemplate>();

  constructor(options: LiveTemplatesOptions) {
    this.#options = options;
  }

  /** @throws PymcpError as KnownEnvironments.find */
  sourceOf(name: EnvironmentName, network: NetworkGrant | null): LiveTemplate {
    const environment = this.#find(name);
    // net.none: with and without a way out they are two, whatever is permitted.
    const key = JSON.stringify([environment, network === null ? 'none' : 'network']);
    this.#assign(labelOf(name, network === null ? 'none' : 'network'), key);
    const live = this.#live.get(key) ?? this.#make(environment, network);
    this.#live.delete(key);
    this.#live.set(key, live);
    this.#bound();
    return live;
  }

  /** Ends all sandboxes of all. */
  async close(): Promise<void> {
    for (const template of [...this.#live.values(), ...this.#retired]) await template.close();
  }

  #find(name: EnvironmentName): PythonEnvironment {
    try {
      return this.#options.environments.find(name);
    } catch (error) {
      if (error instanceof PymcpError)
        for (const network of ['none', 'network'] as const) this.#assign(labelOf(name, network), null);
      throw error;
    }
  }

  #make(environment: PythonEnvironment, network: NetworkGrant | null): LiveTemplate {
    const { open, limits, pool } = this.#options;
    return new LiveTemplate({ open: () => open(environment, network), limits, pool });
  }

  /** What an environment was made of before is nobody's any more, unless another one is made of the same. */
  #assign(label: string, key: string | null): void {
    const before = this.#keys.get(label);
    if (before === (key ?? undefined)) return;
    if (key === null) this.#keys.delete(label);
    else this.#keys.set(label, key);
    if (before !== undefined && ![...this.#keys.values()].includes(before)) this.#retire(before);
  }

  #bound(): void {
    for (const key of this.#live.keys()) {
      if (this.#live.size <= mostTemplates) return;
      this.#retire(key);
    }
  }

  #retire(key: string): void {
    const template = this.#live.get(key);
    if (template === undefined) return;
    this.#live.delete(key);
    this.#retired.add(template);
    void template.retire().then(() => {
      // It may be asked once more by whoever waited; then it ends with us at the latest.
      if (!template.isUsed) this.#retired.delete(template);
    });
  }
}

const labelOf = (name: EnvironmentName, network: 'none' | 'network'): string =>
  network === 'none' ? name : `${name} with a network`;
