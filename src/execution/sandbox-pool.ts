// Sealed sandboxes that nobody has used, waiting for a run. Each is used once (jail.once); the pool refills behind the runs.
import type { JailLimits } from '../core/limits.js';
import { letOthersRun, monotonicMs } from '../host/clock.js';
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import type { SandboxSource } from './execute.js';

export interface PoolBounds {
  /** Wait also when nobody has come for long. */
  readonly least: number;
  /** limit.memory: each that waits counts into the total. */
  readonly most: number;
}

/** A run that is under way has the processors first. */
const refillAfterMs = 3;
/** After this long without a run the pool is back at its least: one timer, and then none. */
const shrinkAfterMs = 30_000;

export class SandboxPool implements SandboxSource {
  readonly #template: Template;
  readonly #limits: JailLimits;
  readonly #bounds: PoolBounds;
  readonly #waiting: Sandbox[] = [];
  #wanted: number;
  /** Whether it was one. */
  #birth: Promise<boolean> | null = null;
  #refillTimer: NodeJS.Timeout | null = null;
  #shrinkTimer: NodeJS.Timeout | null = null;
  #takenAt = 0;
  #isClosed = false;

  /** @param limits of the sandboxes that wait; whoever asks for others gets one that is born for it */
  constructor(template: Template, limits: JailLimits, bounds: PoolBounds) {
    this.#template = template;
    this.#limits = limits;
    this.#bounds = bounds;
    this.#wanted = bounds.least;
  }

  /** Those that wait now. */
  get size(): number {
    return this.#waiting.length;
  }

  /** One that has waited, or else one that is born now. @throws PymcpError as `Template.launch` */
  async launch(limits: JailLimits): Promise<Sandbox> {
    if (!this.#fits(limits)) return this.#template.launch(limits);
    this.#noteDemand();
    const waited = await this.#take();
    // Not before one was taken: a refill that came first would find nothing missing.
    this.#refillSoon();
    return waited ?? this.#template.launch(limits);
  }

  /** Fills it to what is wanted now. Never rejects: whoever launches is told what is wrong. */
  async fill(): Promise<void> {
    while (!this.#isClosed && !this.#template.isGone && this.#waiting.length < this.#wanted) {
      this.#birth ??= this.#bear().finally(() => {
        this.#birth = null;
      });
      if (!(await this.#birth)) return;
    }
  }

  /** Ends all that wait. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#refillTimer !== null) clearTimeout(this.#refillTimer);
    if (this.#shrinkTimer !== null) clearTimeout(this.#shrinkTimer);
    await this.#birth;
    await this.#dismiss(this.#waiting.length);
  }

  async #take(): Promise<Sandbox | null> {
    if (this.#waiting.length > 0) await hearOfDeaths();
    for (;;) {
      const sandbox = this.#waiting.shift();
      if (sandbox === undefined) return null;
      // Where a look is refused, so is a birth, and its reason is told.
      if (await sandbox.isCurrent().catch(() => false)) return sandbox;
      sandbox.kill();
    }
  }

  async #bear(): Promise<boolean> {
    try {
      const sandbox = await this.#template.launch(this.#limits);
      this.#waiting.push(sandbox);
      // The end of its channel is known first: one that has died is not handed out while its group is being removed.
      void Promise.race([sandbox.channel.finished, sandbox.ended]).then(() => {
        const index = this.#waiting.indexOf(sandbox);
        if (index === -1) return;
        this.#waiting.splice(index, 1);
        sandbox.kill();
      });
      return true;
    } catch {
      // Not now: the next run tries again, and is told.
      return false;
    }
  }

  /** One more for each run that finds nobody waiting, up to the most. */
  #noteDemand(): void {
    this.#takenAt = monotonicMs();
    if (this.#waiting.length === 0) this.#wanted = Math.min(this.#wanted + 1, this.#bounds.most);
    this.#shrinkTimer ??= this.#shrinkLater(shrinkAfterMs);
  }

  #refillSoon(): void {
    if (this.#isClosed) return;
    this.#refillTimer ??= setTimeout(() => {
      this.#refillTimer = null;
      void this.fill();
    }, refillAfterMs);
  }

  #shrinkLater(pauseMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#shrinkTimer = null;
      const idleMs = monotonicMs() - this.#takenAt;
      if (idleMs < shrinkAfterMs) {
        this.#shrinkTimer = this.#shrinkLater(shrinkAfterMs - idleMs);
        return;
      }
      this.#wanted = this.#bounds.least;
      void this.#dismiss(this.#waiting.length - this.#wanted);
    }, pauseMs).unref();
  }

  async #dismiss(count: number): Promise<void> {
    const gone = this.#waiting.splice(0, Math.max(0, count));
    for (const sandbox of gone) sandbox.kill();
    await Promise.all(gone.map(({ ended }) => ended));
  }

  #fits(limits: JailLimits): boolean {
    const names = Object.keys(this.#limits) as (keyof JailLimits)[];
    return names.every((name) => limits[name] === this.#limits[name]);
  }
}

/** One that has died while it waited is known by its channel, which Node.js looks at between two of these turns. */
async function hearOfDeaths(): Promise<void> {
  await letOthersRun();
  await letOthersRun();
}
