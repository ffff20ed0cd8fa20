// One endpoint as one caller sees it, in both eras. Nothing here is shared with another caller: not a server object, not
// the bus that tells of changes (CVE-2026-25536).
import {
  createMcpHandler,
  isLegacyRequest,
  type McpHttpHandler,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import { collectOffers, createServer, type OfferedServices, type ServedServices } from '../create-server.js';
import { ChangeBus } from './change-bus.js';
import { attendListened } from '../serving/listened-resources.js';
import type { Exchange } from './exchange.js';
import { ProtocolSessions, type ProtocolSessionBounds } from './protocol-sessions.js';

/** Open requests of subscriptions/listen; each costs memory for as long as it lives. */
const mostListening = 64;

export interface CallerEndpointOptions extends ServedServices {
  readonly caller: Caller;
  readonly sessions: ProtocolSessionBounds;
  /** Told of what the protocol has no answer for. */
  readonly onError: (error: Error) => void;
}

export class CallerEndpoint {
  readonly #modern: McpHttpHandler;
  readonly #sessions: ProtocolSessions;
  readonly #services: ServedServices['services'];

  constructor({ caller, services, redactor, sessions, onError }: CallerEndpointOptions) {
    this.#services = services;
    let offered: Promise<OfferedServices> | null = null;
    const makeServer = async (): Promise<McpServer> => {
      // Once: over HTTP a client waits, and a server for every request is quickly made of what is there.
      offered ??= collectOffers({ services, redactor }, caller, new Promise(() => undefined));
      return createServer(await offered);
    };
    this.#modern = createMcpHandler(makeServer, {
      legacy: 'reject',
      onerror: onError,
      bus: new ChangeBus(services, caller),
      maxSubscriptions: mostListening,
    });
    this.#sessions = new ProtocolSessions({ makeServer, onError, ...sessions });
  }

  /** Of the 2025 era, with a state that the protocol keeps. */
  get sessions(): number {
    return this.#sessions.size;
  }

  async fetch(exchange: Exchange): Promise<Response> {
    const { request, body } = exchange;
    if (await isLegacyRequest(request, body)) return this.#sessions.fetch(exchange);
    // Before it is acknowledged: what changes from then on is told.
    exchange.whenEnded(attendListened(this.#services, body));
    return this.#modern.fetch(request, { parsedBody: body });
  }

  /** Ends all that runs here. */
  async close(): Promise<void> {
    await Promise.all([this.#modern.close(), this.#sessions.close()]);
  }
}
