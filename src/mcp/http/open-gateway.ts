// Opens the gateway: what judges requests, what is behind it, and the ways in.
import type { HttpSettings } from '../../config/settings.js';
import { monotonicMs, sleep } from '../../host/clock.js';
import type { ContainerAddress } from '../../core/container-address.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { McpService } from '../mcp-service.js';
import { AttachedClients } from './attached-clients.js';
import type { TokenVerifier } from './authenticate.js';
import { Entries, type Entrance } from './entries.js';
import { Gateway } from './gateway.js';
import type { GatewayMetrics } from './gateway-metrics.js';
import { type OpenedServer, openServer } from './open-server.js';
import { TurnTaker } from './take-turns.js';
import { Tenants } from './tenants.js';

export interface OpenGatewayOptions {
  readonly services: readonly McpService[];
  readonly tokens: TokenVerifier;
  readonly http: HttpSettings;
  /** port.loopback: of our image alone; null elsewhere. */
  readonly container: ContainerAddress | null;
  readonly metrics: GatewayMetrics;
  /** secret.unlogged: of all that goes to clients. */
  readonly redactor: SecretRedactor;
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

/** @throws PymcpError `gateway.not-listening`, `gateway.already-running`, `host.runtime-folder` */
export async function openGateway(options: OpenGatewayOptions): Promise<OpenedGateway> {
  const { services, http, metrics, tokens, redactor, onError } = options;
  const turns = new TurnTaker(http);
  const sessions = { most: mostProtocolSessions, idleMs: http.idleMs };
  const tenants = new Tenants({ sessions, redactor, isKnown: (id) => tokens.isKnown(id), onError });
  const attached = new AttachedClients({ services, redactor, most: http.connections, onError });
  const gateway = new Gateway({ ...options, tenants, turns, bodyBytes: http.bodyBytes });
  const entries = await Entries.open(
    http,
    (entrance) => openEntry(options, gateway, attached, entrance),
    options.container,
  );
  const calls = (): number => turns.calls + attached.calls;
  metrics.watch({
    calls,
    streams: () => turns.streams,
    connections: () => entries.connections,
    callers: () => tenants.size + attached.size,
    protocolSessions: () => tenants.protocolSessions,
  });
  const { urls, socket } = entries;
  const stop = async (hurry: AbortSignal): Promise<void> => {
    gateway.refuseAll();
    attached.refuseAll();
    const until = monotonicMs() + http.stopMs;
    while (calls() > 0 && monotonicMs() < until && !hurry.aborted) await sleep(20, hurry);
    attached.close();
    await tenants.close();
    await entries.close();
  };
  return { urls, socket, stop };
}

function openEntry(
  { http, metrics }: OpenGatewayOptions,
  gateway: Gateway,
  attached: AttachedClients,
  entrance: Entrance,
): OpenedServer {
  const opened = openServer({
    connections: http.connections,
    onRequest: (request, response) => void gateway.serve(request, response, entrance),
    onRefused: ({ reason }) => {
      metrics.countRefusal(reason);
    },
  });
  if (entrance === 'socket') opened.server.on('upgrade', attached.accept.bind(attached));
  return opened;
}
