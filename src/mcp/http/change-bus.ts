// What changes for one caller, to the streams of subscriptions/listen that it has open. Nothing is watched while there are
// none.
import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import type { StopWatching } from '../../core/change.js';
import type { McpService } from '../mcp-service.js';
import { toServerEvent } from '../to-server-event.js';

type Listener = (event: ServerEvent) => void;

export class ChangeBus implements ServerEventBus {
  readonly #services: readonly McpService[];
  readonly #caller: Caller;
  readonly #listeners = new Set<Listener>();
  #stops: readonly StopWatching[] = [];

  constructor(services: readonly McpService[], caller: Caller) {
    this.#services = services;
    this.#caller = caller;
  }

  publish(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: Listener): () => void {
    // One listener twice is two subscriptions.
    const one: Listener = (event) => {
      listener(event);
    };
    this.#listeners.add(one);
    if (this.#listeners.size === 1) this.#watch();
    return () => {
      if (!this.#listeners.delete(one) || this.#listeners.size > 0) return;
      for (const stop of this.#stops) stop();
      this.#stops = [];
    };
  }

  #watch(): void {
    this.#stops = this.#services.map((service) =>
      service.watchChanges(this.#caller, (change) => {
        this.publish(toServerEvent(change));
      }),
    );
  }
}
