// A proxy between a run and servers on loopback. Names lead to public addresses, which are judged as they are in earnest; the dial of
// the test then takes each to a server of the test, and writes down where it was to go.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretBinding } from '../../src/egress/placeholders/binding.js';
import { parsePolicy } from '../../src/egress/policy/parse-policy.js';
import { whyNotPublic } from '../../src/egress/policy/special-addresses.js';
import type { ProxyBounds, RunBounds } from '../../src/egress/proxy/bounds.js';
import { EgressProxy } from '../../src/egress/proxy/egress-proxy.js';
import type { EgressRun } from '../../src/egress/proxy/egress-run.js';
import type { EgressDecision, EgressTraffic } from '../../src/egress/proxy/egress-sink.js';
import { openOrigin, type Origin } from './origin.js';
import { openRelay, type Relay } from './open-relay.js';

export interface StageOptions {
  readonly policy: unknown;
  readonly bounds?: Partial<RunBounds>;
  readonly proxyBounds?: Partial<ProxyBounds>;
  /** What the resolver says; asked each time. */
  readonly names?: Readonly<Record<string, readonly string[] | (() => readonly string[])>>;
  /** The audit log. */
  readonly onDecision?: (decision: EgressDecision) => void;
  readonly secrets?: readonly SecretBinding[];
  /** Whom the proxy trusts; the server of HTTPS where left out. */
  readonly roots?: readonly string[];
  /** Where a dial to a port leads on loopback, besides to the servers of the stage. */
  readonly ports?: Readonly<Record<number, number>>;
}

const publicAddress = '93.184.216.34';

export class Stage {
  readonly path: string;
  readonly decisions: EgressDecision[] = [];
  readonly traffic: EgressTraffic[] = [];
  /** `address:port`, as the proxy dialled them. */
  readonly dialled: string[] = [];
  /** Names that the resolver was asked for. */
  readonly asked: string[] = [];
  readonly origin: Origin;
  readonly #folder = mkdtempSync(join(tmpdir(), 'pymcp-egress-'));
  #proxy: EgressProxy | null = null;
  #run: EgressRun | null = null;
  readonly #relays: Relay[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #ports: Readonly<Record<number, number>>;

  private constructor(origin: Origin, ports: Readonly<Record<number, number>>) {
    this.origin = origin;
    this.#ports = ports;
    this.path = join(this.#folder, 'egress.sock');
  }

  static async open(options: StageOptions): Promise<Stage> {
    const stage = new Stage(await openOrigin('example.org'), options.ports ?? {});
    const { names = {}, proxyBounds, roots = [stage.origin.cert] } = options;
    stage.#proxy = await EgressProxy.open({
      path: stage.path,
      roots,
      ...(proxyBounds === undefined ? {} : { bounds: proxyBounds }),
      network: {
        lookup: (name) => {
          stage.asked.push(name);
          const answer = names[name] ?? (name.endsWith('example.org') ? [publicAddress] : null);
          if (answer === null) return Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
          return Promise.resolve(typeof answer === 'function' ? answer() : answer);
        },
        whyRefused: whyNotPublic,
        connect: (address, port) => stage.#dial(address, port),
      },
    });
    stage.#run = stage.openRun(options);
    return stage;
  }

  get proxy(): EgressProxy {
    if (this.#proxy === null) throw new Error('there is no proxy');
    return this.#proxy;
  }

  get run(): EgressRun {
    if (this.#run === null) throw new Error('there is no run');
    return this.#run;
  }

  openRun({ policy, bounds = {}, onDecision, secrets = [] }: StageOptions): EgressRun {
    return this.proxy.openRun({
      secrets,
      policy: parsePolicy(policy),
      bounds,
      sink: {
        decided: async (decision) => {
          this.decisions.push(decision);
          await Promise.resolve(onDecision?.(decision));
        },
        ended: (_decision, traffic) => {
          this.traffic.push(traffic);
        },
      },
    });
  }

  /** A connection of a program of the run. */
  async connect(token = this.run.token): Promise<Socket> {
    const socket = connect({ path: this.path, allowHalfOpen: true });
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(`${token}\n`);
    return socket;
  }

  /** What comes back for these bytes, until the proxy or the host ends it. */
  async say(...pieces: readonly (string | Buffer)[]): Promise<string> {
    const socket = await this.connect();
    for (const piece of pieces) socket.write(piece);
    return readAll(socket);
  }

  /** A port on loopback that stands for the relay in a jail. */
  async openRelay(run = this.run): Promise<number> {
    const relay = await openRelay(this.path, run.token);
    this.#relays.push(relay);
    return relay.port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#proxy?.close();
    for (const relay of this.#relays) relay.close();
    this.origin.close();
    rmSync(this.#folder, { recursive: true });
  }

  #dial(address: string, port: number): Socket {
    this.dialled.push(`${address}:${port}`);
    const { http, https, echo } = this.origin;
    const to = this.#ports[port] ?? (port === 443 ? https : port === 80 ? http : port === 9 ? 9 : echo);
    return connect({ host: '127.0.0.1', port: to, allowHalfOpen: true });
  }
}

/** Latin-1; ends with the connection. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
  if (!socket.closed) {
    const ended = new Promise<void>((resolve) => {
      socket.on('end', resolve).on('close', resolve);
    });
    await ended;
  }
  socket.destroy();
  return text;
}
