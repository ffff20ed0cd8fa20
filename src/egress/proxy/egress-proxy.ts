// net.none: the proxy of a gateway, at one Unix socket for all its runs. A connection says first whose it is, by the token of its run;
// without one it gets no word.
import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { PymcpError } from '../../core/errors.js';
import { AuthorityInForce } from '../authority/authority-in-force.js';
import type { EgressNetwork } from '../net/egress-network.js';
import { openRealNetwork } from '../net/real-network.js';
import { AnswerRedactors } from '../placeholders/answer-redactors.js';
import { RootStore } from '../tls/root-store.js';
import { writeRefusal } from './answer-refusal.js';
import { defaultProxyBounds, defaultRunBounds, type ProxyBounds, type RunBounds } from './bounds.js';
import type { EgressMeans } from './egress-means.js';
import { EgressRun, type RunOptions } from './egress-run.js';
import { type HttpFront, openHttpFront } from './http-front.js';
import { receiveBytes } from './receive-bytes.js';
import { serveSocks, socksVersion } from './socks-front.js';

export interface ProxyOptions {
  /** Where to listen; the folder is the caller's, and who can reach it is theirs to say. */
  readonly path: string;
  readonly bounds?: Partial<ProxyBounds>;
  /** The internet; tests bring others. */
  readonly network?: EgressNetwork;
  /** As PEM: whom hosts are verified by, in the place of the roots of this machine; tests bring others. */
  readonly roots?: readonly string[];
}

/** Of the first line, without its end. */
const tokenLength = 43;

export class EgressProxy {
  readonly #server: Server;
  readonly #means: EgressMeans;
  readonly #bounds: ProxyBounds;
  readonly #front: HttpFront;
  /** By the hash of the token: how long a comparison takes says nothing of it. */
  readonly #runs = new Map<string, EgressRun>();
  readonly #strangers = new Set<Socket>();
  #connections = 0;

  private constructor({ bounds, network, roots }: ProxyOptions) {
    this.#means = {
      network: network ?? openRealNetwork(),
      roots: new RootStore(roots ?? null),
      authorities: new AuthorityInForce(),
      redactors: new AnswerRedactors(),
    };
    this.#bounds = { ...defaultProxyBounds, ...bounds };
    this.#front = openHttpFront(this.#means);
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.#receive(socket).catch(() => socket.destroy());
    });
    this.#server.maxConnections = this.#bounds.connections;
  }

  /** The caller closes it. @throws PymcpError `egress.not-listening` */
  static async open(options: ProxyOptions): Promise<EgressProxy> {
    const proxy = new EgressProxy(options);
    await listen(proxy.#server, options.path);
    return proxy;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#connections;
  }

  /** The caller closes the run, which ends all its connections at once. */
  openRun(options: Omit<RunOptions, 'bounds'> & { readonly bounds?: Partial<RunBounds> }): EgressRun {
    const run = new EgressRun(
      { ...options, bounds: { ...defaultRunBounds, ...options.bounds } },
      this.#means,
    );
    const key = hashOf(run.token);
    this.#runs.set(key, run);
    run.signal.addEventListener('abort', () => this.#runs.delete(key));
    return run;
  }

  /** Ends all runs and connections. */
  async close(): Promise<void> {
    for (const run of [...this.#runs.values()]) run.close();
    for (const socket of this.#strangers) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  async #receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    this.#connections += 1;
    socket.once('close', () => {
      this.#connections -= 1;
      this.#strangers.delete(socket);
    });
    this.#welcome(socket);
    const line = await receiveBytes(socket, this.#bounds.tokenMs, () => tokenLength + 1);
    this.#strangers.delete(socket);
    if (line === null) return;
    const run =
      line[tokenLength] === 0x0a
        ? this.#runs.get(hashOf(line.toString('latin1', 0, tokenLength)))
        : undefined;
    const admission = run?.admit(socket) ?? 'over';
    if (run === undefined || admission === 'over') socket.destroy();
    else if (admission === 'admitted') await this.#serve(socket, run);
    else writeRefusal(socket, tooMany(run.bounds.connectionsAtOnce));
  }

  /** Those that keep silent do not keep others out: the oldest of them goes. */
  #welcome(socket: Socket): void {
    this.#strangers.add(socket);
    if (this.#strangers.size <= this.#bounds.strangers) return;
    const [oldest] = this.#strangers;
    if (oldest !== undefined) this.#strangers.delete(oldest);
    oldest?.destroy();
  }

  async #serve(socket: Socket, run: EgressRun): Promise<void> {
    const first = await receiveBytes(socket, run.bounds.headMs, () => 1);
    if (first === null) return;
    socket.unshift(first);
    if (first[0] === socksVersion) await serveSocks(socket, run, this.#means.network, this.#front.take);
    else this.#front.take(socket, run, null);
  }
}

const tooMany = (most: number): Parameters<typeof writeRefusal>[1] => ({
  status: 503,
  asked: '',
  why: `this run has ${most} connections open`,
  hint: 'close some of them, or use fewer at once',
});

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `the network of the runs could not be opened: ${cause.message}`;
      const hint = 'set XDG_RUNTIME_DIR to a folder of your own with a short path';
      reject(new PymcpError('egress.not-listening', message, hint, { cause }));
    });
    server.listen({ path }, resolve);
  });
}
