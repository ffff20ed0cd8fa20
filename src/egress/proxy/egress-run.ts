// One run at the proxy: what it may reach and use, and all its connections, which end with it.
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { doLater } from '../../host/clock.js';
import type { EgressPolicy } from '../policy/policy.js';
import type { RunBounds } from './bounds.js';
import { type DeniedAttempt, DeniedAttempts } from './denied-attempts.js';
import type { EgressDecision, EgressSink } from './egress-sink.js';
import { RunBudget } from './run-budget.js';

export interface RunOptions {
  readonly policy: EgressPolicy;
  readonly bounds: RunBounds;
  readonly sink: EgressSink;
}

export class EgressRun {
  /** What its connections present first. It opens this run's network and nothing else, and dies with the run. */
  readonly token = randomBytes(32).toString('base64url');
  readonly policy: EgressPolicy;
  readonly bounds: RunBounds;
  readonly sink: EgressSink;
  readonly budget: RunBudget;
  readonly #denied = new DeniedAttempts();
  readonly #clients = new Set<Duplex>();
  readonly #sockets = new Set<Duplex>();
  readonly #ending = new AbortController();
  #admitted = 0;
  readonly #stopClock: () => void;

  constructor({ policy, bounds, sink }: RunOptions) {
    this.policy = policy;
    this.bounds = bounds;
    this.sink = sink;
    this.budget = new RunBudget(bounds);
    this.#stopClock = doLater(bounds.wallMs, () => {
      this.close();
    });
  }

  /** Aborted when the run is over. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** A connection of its programs. `busy`: there are too many. `over`: there will be no more, and nobody needs to be told. */
  admit(client: Duplex): 'admitted' | 'busy' | 'over' {
    if (this.signal.aborted || this.#admitted >= this.bounds.connections) return 'over';
    this.#admitted += 1;
    if (this.#clients.size >= this.bounds.connectionsAtOnce) return 'busy';
    this.#hold(client, this.#clients);
    return 'admitted';
  }

  /** Destroyed with the run, at once where it is over already. */
  hold(socket: Duplex): void {
    this.#hold(socket, this.#sockets);
  }

  denied({ host, port, why }: EgressDecision): void {
    this.#denied.add({ host, port, why: why ?? '' });
  }

  listDenied(): readonly DeniedAttempt[] {
    return this.#denied.list();
  }

  /** All its connections are gone when this returns. */
  close(): void {
    this.#stopClock();
    this.#ending.abort();
    for (const socket of [...this.#clients, ...this.#sockets]) socket.destroy();
  }

  #hold(socket: Duplex, where: Set<Duplex>): void {
    if (this.signal.aborted) {
      socket.destroy();
      return;
    }
    where.add(socket);
    socket.once('close', () => where.delete(socket));
  }
}
