// One connection to a host on behalf of a run: counts what goes through it, ends it where that is too much or where nothing does,
// and says how much it was.
import type { Socket } from 'node:net';
import { monotonicMs } from '../../host/clock.js';
import type { EgressDecision } from './egress-sink.js';
import type { SecretName } from '../../core/names.js';
import type { EgressRun } from './egress-run.js';

/** Whose connection it is, and the secrets that go through it: more of them may come. */
export interface FlowOwner {
  readonly run: EgressRun;
  readonly used: ReadonlySet<SecretName>;
}

export class Flow {
  readonly socket: Socket;
  readonly decision: EgressDecision;
  readonly #run: EgressRun;
  readonly #used: ReadonlySet<SecretName>;
  readonly #started = monotonicMs();
  readonly #idle: NodeJS.Timeout;
  /** Its bytes count; those of TLS itself are not among them where the proxy has begun it. */
  #channel: Socket;
  #up = 0;
  #down = 0;

  /** @param release called once, at the end */
  constructor({ run, used }: FlowOwner, socket: Socket, decision: EgressDecision, release: () => void) {
    this.#run = run;
    this.#used = used;
    this.socket = socket;
    this.#channel = socket;
    this.decision = decision;
    this.#idle = setTimeout(() => {
      this.destroy();
    }, run.bounds.idleMs);
    this.#idle.unref();
    const end = (): void => {
      release();
      this.#end();
    };
    if (socket.destroyed) end();
    else socket.once('close', end);
  }

  /** What is spoken through: the connection, or the TLS in it. */
  get channel(): Socket {
    return this.#channel;
  }

  /** After each piece, in either direction: counts it, and ends the connection where the run has used up what it may. */
  touch(): void {
    this.#idle.refresh();
    if (!this.#count()) this.destroy();
  }

  /** From now on what goes through it goes through that one, which is spoken over it. */
  secure(socket: Socket): void {
    this.#run.cover(this.socket, socket);
    this.#channel = socket;
  }

  /** Never the connection under its TLS: what is written to that in between would bring Node.js down. */
  destroy(): void {
    this.#channel.destroy();
  }

  #count(): boolean {
    const up = Math.max(this.#up, this.#channel.bytesWritten);
    const down = Math.max(this.#down, this.#channel.bytesRead);
    const isWithin = this.#run.budget.spend(up - this.#up, down - this.#down);
    this.#up = up;
    this.#down = down;
    return isWithin;
  }

  #end(): void {
    clearTimeout(this.#idle);
    this.#count();
    const ms = Math.round(monotonicMs() - this.#started);
    const [bytesUp, bytesDown, secrets] = [this.#up, this.#down, [...this.#used]];
    this.#run.sink.ended(this.decision, { bytesUp, bytesDown, ms, secrets });
  }
}
