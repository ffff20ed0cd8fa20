// The language server behind the door, and the next one where it has gone or would be another if it were started now. A new one is
// told what the editor has told the old one. One that cannot be kept alive ends the door.
import { PymcpError } from '../../../core/errors.js';
import { monotonicMs, startTimer } from '../../../host/clock.js';
import type { CodeJail } from '../server/code-jail.js';
import type { OpenText } from './open-texts.js';
import type { RpcMessage } from './rpc-message.js';
import { ServerLink } from './server-link.js';
import type { ServerTalk } from './server-talk.js';

export interface LiveLinkOptions {
  readonly jail: CodeJail;
  readonly talk: ServerTalk;
  /** What is open, as far as it may be told now. */
  readonly texts: () => readonly OpenText[];
  /** The door cannot be held open. */
  readonly onFailure: (error: PymcpError) => void;
}

const againId = 'pymcp-again';
const greetingMs = 30_000;
const mostLosses = 5;
const lossesMs = 60_000;

export class LiveLink {
  readonly #options: LiveLinkOptions;
  #link: ServerLink | null = null;
  #starting: Promise<ServerLink> | null = null;
  #losses: number[] = [];
  /** Whether the editor has ended its greeting, so that a new server can be greeted in its place. */
  #isGreeted = false;
  #onGreeted: () => void = () => undefined;
  #isClosed = false;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
  }

  /** path.protected: one that is current. @throws PymcpError where none can be had */
  async use(): Promise<ServerLink> {
    if (this.#starting !== null) return this.#starting;
    const link = this.#link;
    if (link !== null && !link.isOver && (await link.isCurrent())) return link;
    return (this.#starting ??= this.#replace().finally(() => {
      this.#starting = null;
    }));
  }

  greeted(): void {
    this.#isGreeted = true;
    this.tell('initialized', {});
  }

  /** To one that is there; a new one is told by its greeting. */
  tell(method: string, params: unknown): void {
    if (this.#starting === null) this.#link?.send({ method, params });
  }

  /** While the editor does not read. */
  hold(until: Promise<void>): void {
    this.#link?.hold(until);
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#starting?.catch(() => undefined);
    await this.#link?.close();
  }

  async #replace(): Promise<ServerLink> {
    const old = this.#link;
    if (old !== null) {
      await old.close();
      this.#options.talk.lost();
    }
    const link: ServerLink = await ServerLink.start(this.#options.jail, {
      message: (message) => {
        this.#heard(link, message);
      },
      ended: (reason) => {
        if (link === this.#link) this.#lose(reason);
      },
    });
    this.#link = link;
    if (this.#isGreeted) await this.#greet(link);
    return link;
  }

  #heard(link: ServerLink, message: RpcMessage): void {
    if (link !== this.#link) return;
    if (message.method === undefined && message.id === againId) this.#onGreeted();
    else this.#options.talk.said(link, message);
  }

  async #greet(link: ServerLink): Promise<void> {
    const late = startTimer(greetingMs);
    const greeted = new Promise<void>((resolve) => {
      this.#onGreeted = resolve;
    });
    link.send({ id: againId, method: 'initialize', params: this.#options.talk.greeting });
    await Promise.race([greeted, late.passed]);
    late.stop();
    link.send({ method: 'initialized', params: {} });
    for (const textDocument of this.#options.texts())
      link.send({ method: 'textDocument/didOpen', params: { textDocument } });
  }

  /** Another one is started at once: the editor waits for what the lost one would have said. */
  #lose(reason: string): void {
    if (this.#isClosed) return;
    this.#onGreeted();
    const now = monotonicMs();
    this.#losses = [...this.#losses.filter((ms) => now - ms < lossesMs), now];
    const again = this.#options.talk.lost();
    if (again === 'never-began' || this.#losses.length >= mostLosses) {
      this.#options.onFailure(toFailure(reason, this.#losses.length));
      return;
    }
    this.use().catch((error: unknown) => {
      this.#options.onFailure(
        error instanceof PymcpError ? error : toFailure(String(error), this.#losses.length),
      );
    });
  }
}

function toFailure(reason: string, losses: number): PymcpError {
  return new PymcpError(
    'code.server-failed',
    `the language server was lost ${losses} times within a minute: ${reason}`,
    'open a smaller folder, or look at what pymcp doctor says',
  );
}
