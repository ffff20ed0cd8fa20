// A sealed sandbox that works on the files of the workspace and runs nobody's code: made when it is needed, ended when nobody
// needs it, replaced when it dies or when what it may not see has changed. Whoever makes one closes it.
import { PymcpError } from '../core/errors.js';
import type { FileWork } from '../core/file-work.js';
import type { JailLimits } from '../core/limits.js';
import { doLater, letOthersRun } from '../host/clock.js';
import type { Sandbox } from '../sandbox/backend-contract.js';
import type { SandboxSource } from './execute.js';
import { RunQueue } from './run-queue.js';

export interface FileWorkerOptions {
  readonly source: () => SandboxSource;
  readonly limits: JailLimits;
  /** Until it is ended where nobody asks anything. */
  readonly idleMs?: number;
}

export interface FileWorkDone {
  /** JSON; the guest's word. */
  readonly answer: Buffer;
  /** path.protected: files that the host would execute or obey and that have come with it, for a person to read. */
  readonly createdProtected: readonly string[];
}

const bounds = { atOnce: 1, waiting: 256 } as const;
const ordinaryIdleMs = 5 * 60 * 1000;

export class FileWorker {
  readonly #options: FileWorkerOptions;
  readonly #turns = new RunQueue(bounds);
  readonly #ending = new AbortController();
  #sandbox: Sandbox | null = null;
  #stopIdling: () => void = () => undefined;

  constructor(options: FileWorkerOptions) {
    this.#options = options;
  }

  /**
   * One piece of work, after those that came before it. One that was cancelled before it began is not begun, and reading
   * ends with its worker when it is cancelled; a change that was begun is made.
   * @param effect whether it changes anything: then what has come into the workspace is looked for
   * @throws PymcpError as `SandboxSource.launch`, `files.failed`, `files.too-slow`, `gateway.busy`, `gateway.cancelled`
   */
  work(work: FileWork, effect: 'reads' | 'changes', signal?: AbortSignal): Promise<FileWorkDone> {
    const either = signal === undefined ? [] : [signal];
    return this.#turns.run(
      () => this.#work(work, effect, effect === 'reads' ? signal : undefined),
      AbortSignal.any([this.#ending.signal, ...either]),
    );
  }

  /** Several pieces with nothing of others in between. */
  inOneTurn<Value>(
    steps: (step: FileWorker['work']) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Value> {
    const either = signal === undefined ? [] : [signal];
    return this.#turns.run(
      () => steps((work, effect) => this.#work(work, effect)),
      AbortSignal.any([this.#ending.signal, ...either]),
    );
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#stopIdling();
    await this.#dismiss();
  }

  async #work(work: FileWork, effect: 'reads' | 'changes', signal?: AbortSignal): Promise<FileWorkDone> {
    this.#stopIdling();
    const early = effect === 'reads' ? await this.#readEarly(work, signal) : null;
    if (early !== null) return { answer: early, createdProtected: [] };
    const sandbox = await this.#use();
    return this.#whileRunning(sandbox, async () => {
      const answer = await askUntil(signal, sandbox, work);
      const createdProtected = effect === 'changes' ? await sandbox.findCreated() : [];
      return { answer, createdProtected };
    });
  }

  /**
   * path.protected: reading changes nothing, so it begins while it is looked whether the masks are still right; nothing is
   * handed out before that is known, and what was read with the wrong ones is thrown away with its reader.
   * @returns null where it must be read anew
   */
  async #readEarly(work: FileWork, signal?: AbortSignal): Promise<Buffer | null> {
    await hearOfDeath();
    const sandbox = this.#sandbox;
    if (sandbox === null) return null;
    return this.#whileRunning(sandbox, async () => {
      const [answer, isCurrent] = await Promise.allSettled([
        askUntil(signal, sandbox, work),
        this.#lookAt(sandbox),
      ]);
      if (isCurrent.status === 'rejected') throw isCurrent.reason;
      if (!isCurrent.value) return null;
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    });
  }

  async #whileRunning<Value>(sandbox: Sandbox, work: () => Promise<Value>): Promise<Value> {
    sandbox.setPace('running');
    try {
      return await work();
    } catch (error) {
      // Whatever it says from now on would be the answer to something else.
      await this.#dismiss();
      throw error;
    } finally {
      if (this.#sandbox === sandbox) sandbox.setPace('idle');
      this.#idle();
    }
  }

  /** One with the wrong masks is ended at once, whatever it is at. */
  async #lookAt(sandbox: Sandbox): Promise<boolean> {
    let isCurrent = false;
    try {
      isCurrent = await sandbox.isCurrent('often');
      return isCurrent;
    } finally {
      if (!isCurrent && this.#sandbox === sandbox) await this.#dismiss();
    }
  }

  /** path.protected: one that was born before a secret came could read it, so each use is preceded by a look. */
  async #use(): Promise<Sandbox> {
    if (this.#sandbox !== null) await hearOfDeath();
    const known = this.#sandbox;
    if (known !== null && (await known.isCurrent('often'))) return known;
    await this.#dismiss();
    if (this.#ending.signal.aborted)
      throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    const sandbox = await this.#options.source().launch(this.#options.limits);
    this.#sandbox = sandbox;
    // It writes nothing there; what it did would be held back for ever.
    for (const stream of [sandbox.stdout, sandbox.stderr]) stream.on('error', () => undefined).resume();
    void sandbox.channel.finished.then(() => {
      sandbox.kill();
      if (this.#sandbox === sandbox) this.#sandbox = null;
    });
    return sandbox;
  }

  async #dismiss(): Promise<void> {
    const sandbox = this.#sandbox;
    this.#sandbox = null;
    sandbox?.kill();
    await sandbox?.ended;
  }

  #idle(): void {
    this.#stopIdling();
    this.#stopIdling = doLater(this.#options.idleMs ?? ordinaryIdleMs, () => void this.#dismiss());
  }
}

/** @throws PymcpError `gateway.cancelled`, when the sandbox has been killed for it, and as the channel */
async function askUntil(signal: AbortSignal | undefined, sandbox: Sandbox, work: FileWork): Promise<Buffer> {
  const stop = (): void => {
    sandbox.kill();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted === true) stop();
    return await sandbox.channel.workOnFiles(work);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new PymcpError(
      'gateway.cancelled',
      'the call was cancelled while it ran',
      'call again to start over',
    );
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** One that has died while nobody looked is known by its channel, which Node.js looks at between two of these turns. */
async function hearOfDeath(): Promise<void> {
  await letOthersRun();
  await letOthersRun();
}
