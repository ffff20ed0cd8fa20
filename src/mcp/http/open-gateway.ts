// Opens the gateway: its ports on loopback, its socket, and what is behind them. Everything is undone where one part cannot
// be had.
import type { Server } from 'node:http';
import type { HttpSettings } from '../../config/settings.js';
import { monotonicMs, sleep } from '../../host/clock.js';
import { prepareSocket, type SocketPlace } from '../../host/gateway-socket.js';
import type { McpService } from '../mcp-service.js';
import { AttachedClients } from './attached-clients.js';
import type { TokenVerifier } from './authenticate.js';
import { type Entrance, Gateway } from './gateway.js';
import type { GatewayMetrics } from './gateway-metrics.js';
import { listenOnLoopback, type LoopbackAddress } from './listen-on-loopback.js';
import { listenOnSocket } from './listen-on-socket.js';
import { openServer } from './open-server.js';
import { TurnTaker } from './take-turns.js';
import { Tenants } from './tenants.js';

export interface OpenGatewayOptions {
  readonly services: readonly McpService[];
  readonly tokens: TokenVerifier;
  readonly http: HttpSettings;
  readonly metrics: GatewayMetrics;
  readonly onError: (error: Error) => void;
}

export interface OpenedGateway {
  /** Such as `http://127.0.0.1:3001`. */
  readonly urls: readonly string[];
  /** The path of the socket; null where there is none. */
  readonly socket: string | null;
  /**
   * Takes no request any more, waits for those that are being answered at most as long as the settings say, ends the rest
   * with all that runs for them, and resolves when nothing is open.
   * @param hurry ends the waiting
   */
  readonly stop: (hurry: AbortSignal) => Promise<void>;
}

/** Sessions of the protocol of one caller at one endpoint. */
const mostProtocolSessions = 64;
/** How long an answer that is written may take to leave. */
const flushMs = 500;

interface Entry {
  readonly server: Server;
  readonly place: SocketPlace | null;
}

/** @throws PymcpError `gateway.not-listening`, `gateway.already-running`, `host.runtime-folder` */
export async function openGateway(options: OpenGatewayOptions): Promise<OpenedGateway> {
  const { services, http, metrics, tokens, onError } = options;
  const turns = new TurnTaker(http);
  const tenants = new Tenants({
    sessions: { most: mostProtocolSessions, idleMs: http.idleMs },
    isKnown: (id) => tokens.isKnown(id),
    onError,
  });
  const attached = new AttachedClients({ services, most: http.connections, onError });
  const gateway = new Gateway({ ...options, tenants, turns, bodyBytes: http.bodyBytes });
  const entries: Entry[] = [];
  const open = (entrance: Entrance): Server => {
    const server = openServer({
      connections: http.connections,
      onRequest: (request, response) => void gateway.serve(request, response, entrance),
      onRefused: ({ reason }) => {
        metrics.countRefusal(reason);
      },
    });
    if (entrance === 'socket') server.on('upgrade', attached.accept.bind(attached));
    return server;
  };
  const urls: string[] = [];
  let socket: string | null = null;
  try {
    for (const host of addressesOf(http)) {
      const server = open('tcp');
      entries.push({ server, place: null });
      // The port that one address got is asked of the other, so that there is one for both.
      const port = http.port === 0 && urls[0] !== undefined ? Number(new URL(urls[0]).port) : http.port;
      urls.push(`http://${host === '::1' ? '[::1]' : host}:${await listenOnLoopback(server, host, port)}`);
    }
    if (http.socket) {
      const entry = { server: open('socket'), place: await prepareSocket() };
      entries.push(entry);
      socket = await listenOnSocket(entry.server, entry.place);
    }
  } catch (error) {
    await Promise.all(entries.map(close));
    throw error;
  }
  metrics.watch({
    calls: () => turns.calls + attached.calls,
    streams: () => turns.streams,
    connections: () => attached.size,
    callers: () => tenants.size,
    protocolSessions: () => tenants.protocolSessions,
  });
  const stop = async (hurry: AbortSignal): Promise<void> => {
    gateway.refuseAll();
    attached.refuseAll();
    const until = monotonicMs() + http.stopMs;
    while (turns.calls + attached.calls > 0 && monotonicMs() < until && !hurry.aborted)
      await sleep(20, hurry);
    attached.close();
    await tenants.close();
    await Promise.all(entries.map(close));
  };
  return { urls, socket, stop };
}

function addressesOf({ host, ipv6 }: HttpSettings): readonly LoopbackAddress[] {
  return ipv6 && host !== '::1' ? [host, '::1'] : [host];
}

async function close({ server, place }: Entry): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  await Promise.race([closed, sleep(flushMs)]);
  server.closeAllConnections();
  await closed;
  await place?.remove();
}
