// What a client is told of changes of resources, in both eras of the protocol.
import assert from 'node:assert/strict';
import type { Client } from '@modelcontextprotocol/client';
import type { Era } from './mcp-client.js';
import { slow } from './time.js';

export const uriOf = (path: string): string => `pymcp://workspace/${path}`;

export class ToldChanges {
  /** Addresses of resources, and `list` for the list of them, in the order in which they were told. */
  readonly told: string[] = [];
  readonly #client: Client;
  readonly #era: Era;
  #news: () => void = () => undefined;

  constructor(client: Client, era: Era) {
    this.#client = client;
    this.#era = era;
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      this.#note(params.uri);
    });
    client.setNotificationHandler('notifications/resources/list_changed', () => {
      this.#note('list');
    });
  }

  /** @returns how to end it */
  async subscribe(...paths: readonly string[]): Promise<() => Promise<void>> {
    const uris = paths.map(uriOf);
    if (this.#era === '2026-07-28') {
      const subscription = await this.#client.listen({
        resourcesListChanged: true,
        resourceSubscriptions: uris,
      });
      return () => subscription.close();
    }
    for (const uri of uris) await this.#client.subscribeResource({ uri });
    return async () => {
      for (const uri of uris) await this.#client.unsubscribeResource({ uri });
    };
  }

  /** Forgets what it was told, does something, and waits until it is told of these. */
  async after(work: () => unknown, ...paths: readonly string[]): Promise<readonly string[]> {
    this.told.splice(0);
    await work();
    const wanted = paths.map((path) => (path === 'list' ? path : uriOf(path)));
    const deadline = Date.now() + slow(20_000);
    while (wanted.some((one) => !this.told.includes(one))) {
      const left = deadline - Date.now();
      assert.ok(left > 0, `told of ${this.told.join(', ')} and not of ${wanted.join(', ')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#news = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return [...this.told];
  }

  #note(what: string): void {
    this.told.push(what);
    this.#news();
  }
}
