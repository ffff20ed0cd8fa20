// The gateway: every request of HTTP, in the order in which it is judged. Is it for this machine, for something that is
// there, from somebody known, who may, not too often, not too much at once, and of a size that can be read? Only then is its body
// looked at.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { monotonicMs } from '../../host/clock.js';
import type { McpService } from '../mcp-service.js';
import {
  authenticate,
  goneToken,
  hasCredentials,
  type KnownToken,
  missingScope,
  type TokenVerifier,
} from './authenticate.js';
import type { Entrance } from './entries.js';
import { toExchange, writeAnswer } from './exchange.js';
import { type GatewayMetrics, type Served } from './gateway-metrics.js';
import { answerHealth } from './health.js';
import { isMethod } from './is-method.js';
import { readBody } from './read-body.js';
import { type Refusal, refuse, safeHeaders, stopping } from './refusal.js';
import { findRoute, type Route } from './routes.js';
import type { TurnTaker } from './take-turns.js';
import type { Tenant } from './tenant.js';
import type { Tenants } from './tenants.js';
import { whyNotLocal } from './why-not-local.js';

export interface GatewayOptions {
  readonly services: readonly McpService[];
  readonly tokens: TokenVerifier;
  readonly tenants: Tenants;
  readonly turns: TurnTaker;
  readonly metrics: GatewayMetrics;
  readonly bodyBytes: number;
  readonly redactor: SecretRedactor;
  readonly onError: (error: Error) => void;
}

export class Gateway {
  readonly #options: GatewayOptions;
  #isStopping = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Serves one request. Never rejects. */
  async serve(request: IncomingMessage, response: ServerResponse, entrance: Entrance): Promise<void> {
    const served: Served = { endpoint: 'none', startedMs: monotonicMs(), isStream: false };
    this.#count(response, served);
    try {
      const refusal = await this.#judge(request, response, entrance, served);
      if (refusal !== null) this.#refuse(response, refusal);
    } catch (error) {
      this.#options.onError(error instanceof Error ? error : new Error(String(error)));
      if (response.headersSent) response.destroy();
      else response.writeHead(500, safeHeaders).end();
    }
  }

  /** From now on every request but for the health is refused; those that are being answered go on. */
  refuseAll(): void {
    this.#isStopping = true;
  }

  async #judge(
    request: IncomingMessage,
    response: ServerResponse,
    entrance: Entrance,
    served: Served,
  ): Promise<Refusal | null> {
    const refusal = whyNotLocal(request);
    if (refusal !== null) return refusal;
    const { services, tokens } = this.#options;
    const routed = findRoute(request.method ?? '', request.url ?? '', services);
    if (routed.kind === 'refused') return routed.refusal;
    const { route } = routed;
    served.endpoint = route.kind === 'mcp' ? (route.service?.name ?? 'all') : route.kind;
    const isOpen = entrance === 'socket' && !hasCredentials(request);
    if (route.kind === 'health' && !isOpen && !hasCredentials(request)) return this.#health(response, null);
    if (this.#isStopping && route.kind !== 'health') return stopping;
    if (isOpen) return this.#admit(request, response, route, null, served);
    const who = await authenticate(request, tokens);
    return who.kind === 'refused' ? who.refusal : this.#admit(request, response, route, who.token, served);
  }

  async #admit(
    request: IncomingMessage,
    response: ServerResponse,
    route: Route,
    token: KnownToken | null,
    served: Served,
  ): Promise<Refusal | null> {
    const { services, tenants, turns, metrics } = this.#options;
    if (route.kind === 'health') return this.#health(response, services);
    const tenant = tenants.enter(token);
    const tooOften = await turns.whyTooOften(tenant.caller);
    if (tooOften !== null) return tooOften;
    if (route.kind === 'metrics') {
      if (token !== null && !token.scopes.includes('metrics')) return missingScope('metrics');
      return metrics.answer(response);
    }
    const wanted = route.service === null ? services : [route.service];
    const allowed = tenant.narrow(wanted);
    if (allowed.length === 0) return missingScope(wanted.map(({ name }) => name).join(' '));
    return this.#call(request, response, tenant, { name: route.name, allowed }, served);
  }

  async #call(
    request: IncomingMessage,
    response: ServerResponse,
    tenant: Tenant,
    { name, allowed }: { readonly name: string; readonly allowed: readonly McpService[] },
    served: Served,
  ): Promise<Refusal | null> {
    const { turns, bodyBytes } = this.#options;
    const reading = turns.take(tenant.caller, 'call');
    if (reading.kind === 'refused') return reading.refusal;
    let turn = reading;
    response.once('close', () => {
      turn.done();
    });
    const body = request.method === 'POST' ? await readBody(request, response, bodyBytes) : undefined;
    if (body?.kind === 'gone') return null;
    if (body?.kind === 'refused') return body.refusal;
    // What stays open to hear of changes takes no place of a call.
    if (request.method === 'GET' || isMethod(body?.value, 'subscriptions/listen')) {
      const stream = turns.take(tenant.caller, 'stream');
      reading.done();
      if (stream.kind === 'refused') return stream.refusal;
      turn = stream;
      served.isStream = true;
      if (response.closed) stream.done();
    }
    const endpoint = tenant.openEndpoint(name, allowed);
    if (endpoint === null) return goneToken();
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    const answer = await endpoint.fetch(
      toExchange(request, response, { body: body?.value, hold: turn.hold }),
    );
    await writeAnswer(answer, response);
    return null;
  }

  #health(response: ServerResponse, services: readonly McpService[] | null): null {
    answerHealth(response, { isStopping: this.#isStopping, services });
    return null;
  }

  #refuse(response: ServerResponse, refusal: Refusal): void {
    this.#options.metrics.countRefusal(refusal.reason);
    refuse(response, this.#options.redactor.redactValue(refusal));
  }

  #count(response: ServerResponse, served: Served): void {
    response.once('close', () => {
      this.#options.metrics.countServed(served, response);
    });
  }
}
