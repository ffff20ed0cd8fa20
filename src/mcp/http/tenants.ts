// The tenants of one gateway: who is there, and until when. A token that was revoked or has expired takes with it what runs
// for it and all that it made, a few seconds later at most.
import { type Caller, toCaller } from '../../core/caller.js';
import { doLater, nowMs } from '../../host/clock.js';
import type { KnownToken } from './authenticate.js';
import { Tenant, type TenantOptions } from './tenant.js';

export interface TenantsOptions extends Pick<TenantOptions, 'sessions' | 'redactor' | 'onError'> {
  /** Whether a token is still there. */
  readonly isKnown: (id: string) => Promise<boolean>;
}

const checkMs = 2_000;

export class Tenants {
  readonly #options: TenantsOptions;
  readonly #tenants = new Map<Caller, Tenant>();
  #stopChecking: (() => void) | null = null;
  #isClosed = false;

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#tenants.size;
  }

  get protocolSessions(): number {
    let count = 0;
    for (const tenant of this.#tenants.values()) count += tenant.protocolSessions;
    return count;
  }

  /** @param token null: the user, by the socket that only the user can open */
  enter(token: KnownToken | null): Tenant {
    const caller = toCaller(token === null ? 'socket' : `token:${token.id}`);
    const known = this.#tenants.get(caller);
    if (known !== undefined) return known;
    const { sessions, redactor, onError } = this.#options;
    const tenant = new Tenant({ caller, token, redactor, sessions, onError });
    this.#tenants.set(caller, tenant);
    this.#checkLater();
    return tenant;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopChecking?.();
    await Promise.all([...this.#tenants.values()].map((tenant) => tenant.close()));
    this.#tenants.clear();
  }

  #checkLater(): void {
    if (this.#isClosed) return;
    this.#stopChecking ??= doLater(checkMs, () => {
      void this.#check()
        .catch(this.#options.onError)
        .finally(() => {
          this.#stopChecking = null;
          if (this.#tenants.size > 0) this.#checkLater();
        });
    });
  }

  async #check(): Promise<void> {
    for (const tenant of [...this.#tenants.values()]) {
      const { token } = tenant;
      if (token === null) continue;
      if (token.expiresMs > nowMs() && (await this.#options.isKnown(token.id))) continue;
      this.#tenants.delete(tenant.caller);
      await tenant.close();
    }
  }
}
