// One engine for whoever opens templates: it decides for each policy which backend is given to it (src/sandbox/choose-backend.ts), and
// keeps an engine for each backend that is used.
// fail.closed: another one is tried only where a trial shows that the one before is not to be had on this machine; whatever else
// has failed stays an error.
import { PymcpError } from '../core/errors.js';
import type { BackendName } from '../core/backend-names.js';
import type { Engine, EngineOptions, SandboxPolicy, Template } from '../sandbox/backend-contract.js';
import { type Choice, chooseBackends, explainInContainer, type Wish } from '../sandbox/choose-backend.js';
import { findAbsent } from '../sandbox/find-absent.js';
import { needsOf } from '../sandbox/needs.js';
import { loadBackend } from '../sandbox/registry.js';
import { tellReason } from '../sandbox/tell-reason.js';

export interface ChosenEngineOptions extends EngineOptions, Wish {
  /** Told before anything is run with less than the strongest backend: a sentence. Once for each. */
  readonly onLess: (reason: string) => void;
  /** Replaced in tests. */
  readonly load?: typeof loadBackend;
  readonly choose?: typeof chooseBackends;
}

export class ChosenEngine implements Engine {
  readonly #options: ChosenEngineOptions;
  readonly #load: typeof loadBackend;
  readonly #engines = new Map<BackendName, Engine>();
  readonly #told = new Set<string>();
  #closed: Promise<void> | null = null;

  constructor(options: ChosenEngineOptions) {
    this.#options = options;
    this.#load = options.load ?? loadBackend;
  }

  /** @throws PymcpError as chooseBackends, and where a layer cannot be set up (fail.closed) */
  async openTemplate(policy: SandboxPolicy): Promise<Template> {
    const choose = this.#options.choose ?? chooseBackends;
    const [first, ...others] = await choose(this.#options, needsOf(policy));
    try {
      return await this.#open(first, policy);
    } catch (error) {
      const explained = first.backend === 'bubblewrap' ? await explainInContainer(error) : error;
      if (others.length === 0 || !mayBeLack(error)) throw explained;
      return await this.#openOther(first, others, policy, explained);
    }
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#engines.values()].map((engine) => engine.close())).then(
      () => undefined,
    );
    return this.#closed;
  }

  /** @param error why the first one was not to be had: it is what is told where no other is. */
  async #openOther(
    first: Choice,
    others: readonly Choice[],
    policy: SandboxPolicy,
    error: unknown,
  ): Promise<Template> {
    const usable: Choice[] = [];
    for (const choice of others) {
      const absent = await findAbsent(await this.#load(choice.backend), policy.interpreter);
      if (absent === null) usable.push(choice);
    }
    // Without one there is nothing that a trial could decide.
    const lack = usable.length === 0 ? null : await this.#findLack(first.backend);
    if (lack === null) throw error;
    const failures: string[] = [];
    for (const choice of usable) {
      try {
        const reason = `${choice.reason}: ${first.backend} is not to be had (${lack})`;
        return await this.#open({ ...choice, reason }, policy);
      } catch (other) {
        if (!mayBeLack(other)) throw other;
        failures.push(`${choice.backend}: ${other.message}`);
      }
    }
    throw withFailures(error, failures);
  }

  /** A program that is missing is a lack too; what cannot be found out is none. */
  async #findLack(name: BackendName): Promise<string | null> {
    try {
      return (await (await this.#load(name)).findLack?.()) ?? null;
    } catch (error) {
      return error instanceof PymcpError && error.code === 'host.program-missing' ? error.message : null;
    }
  }

  async #open({ backend, reason, isLess }: Choice, policy: SandboxPolicy): Promise<Template> {
    const engine = await this.#useEngine(backend);
    const template = await engine.openTemplate(policy);
    // Nothing has run yet.
    if (isLess && !this.#told.has(reason)) {
      this.#told.add(reason);
      this.#options.onLess(toSentence(backend, reason));
    }
    return tellReason(template, reason);
  }

  async #useEngine(name: BackendName): Promise<Engine> {
    const backend = await this.#load(name);
    if (this.#closed !== null)
      throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    const { total } = this.#options;
    const engine = this.#engines.get(name) ?? backend.openEngine({ total });
    this.#engines.set(name, engine);
    return engine;
  }
}

const toSentence = (backend: BackendName, reason: string): string =>
  backend === 'contained' ? reason : `the backend is ${backend}: ${reason}`;

const lackCodes: ReadonlySet<string> = new Set([
  'jail.start-failed',
  'jail.layer-failed',
  'host.program-missing',
  'host.unsupported',
  'host.identity-unavailable',
]);

function mayBeLack(error: unknown): error is PymcpError {
  return error instanceof PymcpError && lackCodes.has(error.code);
}

/** The strongest one's words come first: mending it mends most. */
function withFailures(error: unknown, failures: readonly string[]): unknown {
  if (!(error instanceof PymcpError)) return error;
  const message = `${error.message}; tried besides: ${failures.join('; ')}`;
  return new PymcpError(error.code, message, error.hint, { cause: error });
}
