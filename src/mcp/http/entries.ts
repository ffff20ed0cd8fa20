// The ways into one gateway: its ports on loopback and the socket of its user. All are opened, or none is.
import type { Server } from 'node:http';
import type { HttpSettings } from '../../config/settings.js';
import type { ContainerAddress } from '../../core/container-address.js';
import type { LoopbackHost } from '../../core/loopback-host.js';
import { sleep } from '../../host/clock.js';
import { prepareSocket, type SocketPlace } from '../../host/gateway-socket.js';
import { listenOnLoopback } from './listen-on-loopback.js';
import { listenOnSocket } from './listen-on-socket.js';
import type { OpenedServer } from './open-server.js';

/** How a request came in. `socket`: only this user (and root) can open it, so that the kernel has asked who it is. */
export type Entrance = 'tcp' | 'socket';

export type EntriesSettings = Pick<HttpSettings, 'host' | 'ipv6' | 'port' | 'socket'>;

interface Entry extends OpenedServer {
  /** null: a port. */
  readonly place: SocketPlace | null;
}

/** How long an answer that is written may take to leave. */
const flushMs = 500;

export class Entries {
  readonly urls: string[] = [];
  /** The path of the socket; null where there is none. */
  socket: string | null = null;
  readonly #entries: Entry[] = [];

  private constructor() {
    // By `open` alone.
  }

  /** @throws PymcpError `gateway.not-listening`, `gateway.already-running`, `host.runtime-folder` */
  static async open(
    settings: EntriesSettings,
    openServer: (entrance: Entrance) => OpenedServer,
    container: ContainerAddress | null = null,
  ): Promise<Entries> {
    const entries = new Entries();
    try {
      for (const host of [...addressesOf(settings), ...(container === null ? [] : [container])])
        await entries.#openPort(host, settings.port, openServer('tcp'));
      if (settings.socket) await entries.#openSocket(openServer('socket'));
      return entries;
    } catch (error) {
      await entries.close();
      throw error;
    }
  }

  get connections(): number {
    return this.#entries.reduce((sum, { connections }) => sum + connections(), 0);
  }

  /** Resolves when nothing is open. */
  async close(): Promise<void> {
    await Promise.all(this.#entries.map(closeEntry));
  }

  async #openPort(
    host: LoopbackHost | ContainerAddress,
    wanted: number,
    opened: OpenedServer,
  ): Promise<void> {
    this.#entries.push({ ...opened, place: null });
    // What one address got is asked of the other: there is one port for both.
    const [first] = this.urls;
    const port = wanted === 0 && first !== undefined ? Number(new URL(first).port) : wanted;
    const given = await listenOnLoopback(opened.server, host, port);
    this.urls.push(`http://${host === '::1' ? '[::1]' : host}:${given}`);
  }

  async #openSocket(opened: OpenedServer): Promise<void> {
    const place = await prepareSocket();
    this.#entries.push({ ...opened, place });
    this.socket = await listenOnSocket(opened.server, place);
  }
}

function addressesOf({ host, ipv6 }: EntriesSettings): readonly LoopbackHost[] {
  return ipv6 && host !== '::1' ? [host, '::1'] : [host];
}

async function closeEntry({ server, place }: Entry): Promise<void> {
  const closed = closeServer(server);
  server.closeIdleConnections();
  await Promise.race([closed, sleep(flushMs)]);
  server.closeAllConnections();
  await closed;
  await place?.remove();
}

/** Also of one that listens nowhere. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
