// The template of one environment and the pool of its sandboxes: opened when it is needed first, and again when it has died. Once it is
// retired it goes with the last sandbox that came out of it.
import { PymcpError } from '../core/errors.js';
import type { JailLimits } from '../core/limits.js';
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import { overSandbox } from '../sandbox/over-sandbox.js';
import type { SandboxSource } from './execute.js';
import { type PoolBounds, SandboxPool } from './sandbox-pool.js';

export interface LiveTemplateOptions {
  readonly open: () => Promise<Template>;
  /** Of those that wait. */
  readonly limits: JailLimits;
  readonly pool: PoolBounds;
}

interface Live {
  readonly template: Template;
  readonly pool: SandboxPool;
}

export class LiveTemplate implements SandboxSource {
  readonly #options: LiveTemplateOptions;
  #live: Promise<Live | null> = Promise.resolve(null);
  /** Copies of sessions among them. */
  readonly #inUse = new Set<Sandbox>();
  #launching = 0;
  #isRetired = false;
  #isClosed = false;

  constructor(options: LiveTemplateOptions) {
    this.#options = options;
  }

  /** Opens it and fills the pool, so that the first run is as fast as the others. @throws PymcpError where that fails */
  async warmUp(): Promise<void> {
    const { pool } = await this.#use();
    await pool.fill();
  }

  /** @throws PymcpError as `Template.launch` and where the template cannot be opened */
  async launch(limits: JailLimits): Promise<Sandbox> {
    this.#launching += 1;
    try {
      return this.#note(await this.#launch(limits));
    } finally {
      this.#launching -= 1;
      this.#endIfUnused();
    }
  }

  /** There is no other use for it than what is under way: nothing waits in it any more, and it ends with its last sandbox. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    const live = await this.#live.catch(() => null);
    await live?.pool.close();
    this.#endIfUnused();
  }

  get isUsed(): boolean {
    return this.#launching > 0 || this.#inUse.size > 0;
  }

  /** A session that was copied lives in the same jail, and so does the copy. */
  #note(sandbox: Sandbox): Sandbox {
    this.#inUse.add(sandbox);
    void sandbox.ended.then(() => {
      this.#inUse.delete(sandbox);
      this.#endIfUnused();
    });
    return overSandbox(sandbox, { fork: async (limits) => this.#note(await sandbox.fork(limits)) });
  }

  /** Whoever has waited for its turn meanwhile has it opened again, for as long. */
  #endIfUnused(): void {
    if (!this.#isRetired || this.#isClosed || this.isUsed) return;
    const last = this.#live;
    this.#live = Promise.resolve(null);
    void last.then(endLive, () => undefined);
  }

  async #launch(limits: JailLimits): Promise<Sandbox> {
    const { template, pool } = await this.#use();
    try {
      return await pool.launch(limits);
    } catch (error) {
      // It died while the sandbox was made: nothing was run, so a new one can be asked for.
      if (this.#isClosed || !template.isGone) throw error;
      const { pool: next } = await this.#use();
      return next.launch(limits);
    }
  }

  /** Ends all sandboxes of it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const live = await this.#live.catch(() => null);
    await endLive(live);
  }

  /** The one that is up, or a new one where there is none, the last one died, or could not be opened. */
  async #use(): Promise<Live> {
    if (this.#isClosed) throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    const last = this.#live;
    const current = await last.catch(() => null);
    if (current?.template.isGone === false) return current;
    // Of several that meet a dead template the first replaces it.
    if (this.#live === last) this.#live = this.#replace(current);
    return (await this.#live) ?? this.#use();
  }

  async #replace(dead: Live | null): Promise<Live> {
    await endLive(dead);
    const template = await this.#options.open();
    const bounds = this.#isRetired ? { least: 0, most: 0 } : this.#options.pool;
    return { template, pool: new SandboxPool(template, this.#options.limits, bounds) };
  }
}

async function endLive(live: Live | null): Promise<void> {
  await live?.pool.close();
  await live?.template.close();
}
