// The sessions of the 2025 era (specification 2025-11-25, "Session Management"), of one caller at one endpoint: a server
// object for each, from `initialize` to DELETE or until it was idle for too long. They are no sessions of Python, which
// belong to the caller and outlive them. A cancel finds its call, because both meet the same server object.
import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  type McpServer,
  ProtocolErrorCode,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { doLater, monotonicMs } from '../../host/clock.js';
import type { Exchange } from './exchange.js';
import { isMethod } from './is-method.js';
import { RecentEvents } from './recent-events.js';
import { endStream, listCalls, listCancelled, RunningCalls } from './running-calls.js';

export interface ProtocolSessionBounds {
  /** At once; the one that was idle longest makes room. */
  readonly most: number;
  readonly idleMs: number;
}

export interface ProtocolSessionsOptions extends ProtocolSessionBounds {
  readonly makeServer: () => Promise<McpServer>;
  readonly onError: (error: Error) => void;
}

/** After which a client whose stream broke off asks for the rest; what it does without being told is its own choice. */
const retryMs = 1_000;

interface ProtocolSession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: McpServer;
  /** Calls that have no answer yet, whether or not their client is there still. */
  readonly running: RunningCalls;
  /** Answers that are not finished, streams among them. */
  open: number;
  usedMs: number;
}

export class ProtocolSessions {
  readonly #options: ProtocolSessionsOptions;
  readonly #sessions = new Map<string, ProtocolSession>();
  #stopSweeping: (() => void) | null = null;
  #isClosed = false;

  constructor(options: ProtocolSessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#sessions.size;
  }

  async fetch(exchange: Exchange): Promise<Response> {
    const id = exchange.request.headers.get('mcp-session-id');
    if (id !== null) {
      const session = this.#sessions.get(id);
      return session === undefined ? unknownSession() : this.#serve(session, exchange);
    }
    if (isInitialize(exchange.body)) return this.#open(exchange);
    if (isMethod(exchange.body, 'initialize')) return badInitialize();
    return answer(
      400,
      ProtocolErrorCode.InvalidRequest,
      'there is no Mcp-Session-Id: begin with initialize and send back the one of its answer, or speak the revision 2026-07-28',
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopSweeping?.();
    await Promise.all([...this.#sessions.keys()].map((id) => this.#end(id)));
  }

  async #open(exchange: Exchange): Promise<Response> {
    const server = await this.#options.makeServer();
    const running = new RunningCalls();
    const session: ProtocolSession = {
      server,
      running,
      transport: new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        eventStore: new RecentEvents((message) => {
          running.noteAnswer(message);
        }),
        retryInterval: retryMs,
        onsessioninitialized: (id) => this.#keep(id, session),
      }),
      open: 0,
      usedMs: monotonicMs(),
    };
    const { transport } = session;
    transport.onerror = this.#options.onError;
    await server.connect(transport);
    // Set behind the library's own, which it calls.
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      running.endAll();
      if (transport.sessionId !== undefined) this.#sessions.delete(transport.sessionId);
    };
    const response = await this.#serve(session, exchange);
    if (transport.sessionId === undefined || this.#isClosed) await server.close();
    return response;
  }

  async #keep(id: string, session: ProtocolSession): Promise<void> {
    if (this.#sessions.size >= this.#options.most) await this.#makeRoom();
    this.#sessions.set(id, session);
    this.#sweepLater();
  }

  async #serve(session: ProtocolSession, exchange: Exchange): Promise<Response> {
    const { request, body, whenEnded, hold } = exchange;
    session.open += 1;
    const forget = listCalls(body).map((id) => session.running.add(id, hold()));
    whenEnded(() => {
      session.open -= 1;
      session.usedMs = monotonicMs();
    });
    const response = await session.transport.handleRequest(request, { parsedBody: body });
    // Refused as a whole: nothing of it runs.
    if (!response.ok) for (const one of forget) one();
    for (const id of listCancelled(body)) await endStream(session.transport, id);
    return response;
  }

  async #makeRoom(): Promise<void> {
    const byUse = [...this.#sessions].sort(([, one], [, other]) => one.usedMs - other.usedMs);
    const oldest = byUse.find(([, { open, running }]) => open + running.size === 0) ?? byUse[0];
    if (oldest !== undefined) await this.#end(oldest[0]);
  }

  async #end(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    await session?.server.close();
  }

  #sweepLater(): void {
    this.#stopSweeping ??= doLater(Math.max(100, this.#options.idleMs / 4), () => {
      this.#stopSweeping = null;
      const before = monotonicMs() - this.#options.idleMs;
      for (const [id, { open, usedMs }] of this.#sessions)
        if (open === 0 && usedMs < before) void this.#end(id).catch(this.#options.onError);
      if (this.#sessions.size > 0 && !this.#isClosed) this.#sweepLater();
    });
  }
}

/** Also in a batch, which the transport then refuses with the reason. */
function isInitialize(body: unknown): boolean {
  return Array.isArray(body) ? body.some(isInitializeRequest) : isInitializeRequest(body);
}

function badInitialize(): Response {
  return answer(
    400,
    ProtocolErrorCode.InvalidParams,
    'initialize needs protocolVersion, capabilities and clientInfo with name and version',
  );
}

/** As the specification has it: the client begins anew. */
function unknownSession(): Response {
  return answer(404, -32_001, 'the Mcp-Session-Id is none of yours here, or was closed: initialize again');
}

function answer(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status });
}
