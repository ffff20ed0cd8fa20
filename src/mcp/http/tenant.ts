// A caller of the gateway and all that it holds there. What one tenant made, no other can name.
import type { Caller } from '../../core/caller.js';
import type { McpService } from '../mcp-service.js';
import type { KnownToken } from './authenticate.js';
import { CallerEndpoint, type CallerEndpointOptions } from './caller-endpoint.js';

export interface TenantOptions extends Pick<CallerEndpointOptions, 'sessions' | 'redactor' | 'onError'> {
  readonly caller: Caller;
  /** null: the user, by the socket that only the user can open. */
  readonly token: KnownToken | null;
}

export class Tenant {
  readonly caller: Caller;
  readonly token: KnownToken | null;
  readonly #options: TenantOptions;
  readonly #endpoints = new Map<string, CallerEndpoint>();
  readonly #used = new Set<McpService>();
  #isClosed = false;

  constructor(options: TenantOptions) {
    this.caller = options.caller;
    this.token = options.token;
    this.#options = options;
  }

  get protocolSessions(): number {
    let count = 0;
    for (const endpoint of this.#endpoints.values()) count += endpoint.sessions;
    return count;
  }

  /** What it may use of these. */
  narrow(services: readonly McpService[]): readonly McpService[] {
    const { token } = this;
    return token === null ? services : services.filter(({ name }) => token.scopes.includes(name));
  }

  /**
   * @param services those that it may use, the same for the same name
   * @returns null where the tenant has lost its token since it came in
   */
  openEndpoint(name: string, services: readonly McpService[]): CallerEndpoint | null {
    if (this.#isClosed) return null;
    const known = this.#endpoints.get(name);
    if (known !== undefined) return known;
    const { sessions, redactor, onError, caller } = this.#options;
    const endpoint = new CallerEndpoint({ caller, services, redactor, sessions, onError });
    this.#endpoints.set(name, endpoint);
    for (const service of services) this.#used.add(service);
    return endpoint;
  }

  /** Ends what runs, and all that it made: sessions, results. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.close()));
    await Promise.all([...this.#used].map((service) => service.closeCaller(this.caller)));
  }
}
