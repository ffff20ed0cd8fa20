// Resources that subscriptions/listen names (2026-07-28). The library keeps those subscriptions and tells nobody of them; a service
// that looks out for changes has to know, so the requests are read as they come by.
import { z } from 'zod';
import type { StopWatching } from '../../core/change.js';
import type { McpService } from '../mcp-service.js';
import { attendResource } from './attend-resource.js';

/** Of one request, as of one connection of the 2025 era. */
const mostResources = 1_000;

const listen = z.looseObject({
  id: z.union([z.string(), z.number()]),
  method: z.literal('subscriptions/listen'),
  params: z.looseObject({
    notifications: z.looseObject({ resourceSubscriptions: z.array(z.string()) }),
  }),
});
const cancelled = z.looseObject({
  method: z.literal('notifications/cancelled'),
  params: z.looseObject({ requestId: z.union([z.string(), z.number()]) }),
});

/** What a request wants to be told of is looked out for until what is returned was called. */
export function attendListened(services: readonly McpService[], message: unknown): StopWatching {
  const { success, data } = listen.safeParse(message);
  if (!success) return () => undefined;
  const uris = new Set(data.params.notifications.resourceSubscriptions.slice(0, mostResources));
  const stops = [...uris].map((uri) => attendResource(services, uri));
  return () => {
    for (const stop of stops) stop?.();
  };
}

/** Of one connection that carries several requests at once. */
export class ListenedResources {
  readonly #services: readonly McpService[];
  readonly #stops = new Map<string | number, StopWatching>();

  constructor(services: readonly McpService[]) {
    this.#services = services;
  }

  /** @param message of the client, whatever it is */
  readonly hear = (message: unknown): void => {
    const asked = listen.safeParse(message);
    if (asked.success && !this.#stops.has(asked.data.id))
      this.#stops.set(asked.data.id, attendListened(this.#services, message));
    const ended = cancelled.safeParse(message);
    if (!ended.success) return;
    const { requestId } = ended.data.params;
    this.#stops.get(requestId)?.();
    this.#stops.delete(requestId);
  };

  close(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }
}
