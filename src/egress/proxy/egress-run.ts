// One run at the proxy: what it may reach and use, and all its connections, which end with it.
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { doLater } from '../../host/clock.js';
import type { Authority } from '../authority/authority.js';
import { type GuestTrust, toGuestTrust } from '../authority/guest-trust.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { SecretBinding } from '../placeholders/binding.js';
import { RunSecrets } from '../placeholders/run-secrets.js';
import { type EgressPolicy, endsTls } from '../policy/policy.js';
import type { RunBounds } from './bounds.js';
import { type DeniedAttempt, DeniedAttempts } from './denied-attempts.js';
import type { EgressMeans } from './egress-means.js';
import type { EgressDecision, EgressSink } from './egress-sink.js';
import { RunBudget } from './run-budget.js';

export interface RunOptions {
  readonly policy: EgressPolicy;
  readonly bounds: RunBounds;
  readonly sink: EgressSink;
  /** None where left out. */
  readonly secrets?: readonly SecretBinding[];
}

export class EgressRun {
  /** What its connections present first. It opens this run's network and nothing else, and dies with the run. */
  readonly token = randomBytes(32).toString('base64url');
  readonly policy: EgressPolicy;
  readonly bounds: RunBounds;
  readonly sink: EgressSink;
  readonly budget: RunBudget;
  readonly secrets: RunSecrets;
  readonly #means: EgressMeans;
  #authority: Promise<Authority> | null = null;
  readonly #denied = new DeniedAttempts();
  readonly #clients = new Set<Duplex>();
  readonly #sockets = new Set<Duplex>();
  readonly #covers = new WeakMap<Duplex, Duplex>();
  readonly #ending = new AbortController();
  #admitted = 0;
  readonly #stopClock: () => void;

  constructor({ policy, bounds, sink, secrets = [] }: RunOptions, means: EgressMeans) {
    this.secrets = new RunSecrets(secrets);
    this.#means = means;
    this.policy = policy;
    this.bounds = bounds;
    this.sink = sink;
    this.budget = new RunBudget(bounds);
    this.#stopClock = doLater(bounds.wallMs, () => {
      this.close();
    });
  }

  /** For the environment of its programs: a placeholder under the name of each secret. */
  get environment(): Readonly<Record<string, string>> {
    return this.secrets.environment;
  }

  /** What its programs must trust besides this machine's roots; null where no TLS of theirs is ended. */
  async trust(): Promise<GuestTrust | null> {
    if (!endsTls(this.policy) && Object.keys(this.environment).length === 0) return null;
    return toGuestTrust((await this.authority()).certificate, this.#means.roots.list());
  }

  /** The same one for all of its life. */
  authority(): Promise<Authority> {
    return (this.#authority ??= this.#means.authorities.get());
  }

  /** Masks its secrets in what comes back. */
  get redactor(): SecretRedactor {
    return this.#means.redactors.get(this.secrets.listValues());
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

  /** Of a connection that it holds: it ends with the TLS that is spoken over it, and never before. */
  cover(socket: Duplex, secured: Duplex): void {
    this.#covers.set(socket, secured);
    if (this.signal.aborted) secured.destroy();
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
    for (const socket of [...this.#clients, ...this.#sockets]) (this.#covers.get(socket) ?? socket).destroy();
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
