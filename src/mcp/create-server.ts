// A server object with what some services offer. One for each connection or request and never shared: answers of one
// client must not reach another (CVE-2026-25536).
import { McpServer } from '@modelcontextprotocol/server';
import type { Caller } from '../core/caller.js';
import { packageVersion } from '../host/package-root.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import type { McpService } from './mcp-service.js';
import type { Offer } from './offer.js';
import { redactOutgoing } from './redact-outgoing.js';
import { serveCompletions } from './serving/serve-completions.js';
import { servePrompts } from './serving/serve-prompts.js';
import { serveResources } from './serving/serve-resources.js';
import { serveSubscriptions } from './serving/serve-subscriptions.js';
import { serveTools } from './serving/serve-tools.js';

/** What is served, and through what all of it goes to the clients. */
export interface ServedServices {
  readonly services: readonly McpService[];
  readonly redactor: SecretRedactor;
}

/** What some services offer to one caller; the same for as many servers as there are for it. */
export interface OfferedServices extends ServedServices {
  readonly caller: Caller;
  readonly offers: readonly Offer[];
  /** Of this package. */
  readonly version: string;
}

/** Asked for in 2026-07-28: what hardly changes need not be asked for at each call. The rest is not to be kept at all. */
const cacheHints = {
  'tools/list': { ttlMs: 60_000, cacheScope: 'private' },
  'prompts/list': { ttlMs: 60_000, cacheScope: 'private' },
  'resources/templates/list': { ttlMs: 60_000, cacheScope: 'private' },
} as const;

/**
 * @param caller whose sessions and results it sees
 * @param hurry resolves when the client waits for no more than what is known
 */
export async function collectOffers(
  { services, redactor }: ServedServices,
  caller: Caller,
  hurry: Promise<void>,
): Promise<OfferedServices> {
  return {
    caller,
    services,
    redactor,
    offers: await Promise.all(services.map((service) => service.offer(caller, hurry))),
    version: packageVersion(),
  };
}

function joinInstructions(services: readonly McpService[]): string {
  return services
    .map(({ instructions }) => instructions)
    .filter((text) => text !== '')
    .join('\n\n');
}

/**
 * Over a connection of the 2025 era it tells of changes by itself, from `notifications/initialized` on; where the era is
 * 2026-07-28 whoever connects it does (tell-changes.ts).
 */
export function createServer({ caller, services, redactor, offers, version }: OfferedServices): McpServer {
  const product = new McpServer(
    { name: 'isolated-pymcp', title: 'isolated-pymcp', version },
    { instructions: joinInstructions(services), cacheHints },
  );
  // The handlers are ours: those of the library know no pages, and its templates match no address that leaves out a part.
  const { server } = product;
  redactOutgoing(server, redactor);
  const roots = offers.flatMap(({ resources }) => resources);
  const prompts = offers.flatMap((offer) => offer.prompts);
  if (offers.some(({ logs }) => logs === true)) server.registerCapabilities({ logging: {} });
  serveTools(server, () => offers.flatMap(({ tools }) => tools()));
  serveResources(server, roots);
  servePrompts(server, prompts);
  serveCompletions(server, prompts, roots);
  serveSubscriptions(server, services, caller, roots);
  return product;
}
