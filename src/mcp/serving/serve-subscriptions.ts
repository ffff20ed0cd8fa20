// resources/subscribe and resources/unsubscribe of the 2025 era, and what such a connection is told of changes. In the era
// of 2026-07-28 the library keeps the subscriptions (subscriptions/listen), for each request or connection.
import { showStart } from '../../core/show-start.js';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import type { StopWatching } from '../../core/change.js';
import type { McpService } from '../mcp-service.js';
import type { ResourceRoot } from '../offer.js';
import { attendResource } from './attend-resource.js';
import type { ProtocolServer } from './protocol-server.js';
import { uriParams } from './request-params.js';
import { findRoot } from './serve-resources.js';
import { tellChanges } from './tell-changes.js';

interface Wanted {
  readonly whole: string;
  readonly stop: StopWatching;
}

/** Of one connection: each costs memory for as long as it lives. */
const mostSubscriptions = 1_000;

export function serveSubscriptions(
  server: ProtocolServer,
  services: readonly McpService[],
  caller: Caller,
  roots: readonly ResourceRoot[],
): void {
  /** Each address as the client gave it, and what it is told of by. */
  const wanted = new Map<string, Wanted>();
  if (roots.length > 0) {
    server.setRequestHandler('resources/subscribe', { params: uriParams }, ({ uri }) => {
      const whole = toWhole(roots, uri);
      if (wanted.has(uri)) return {};
      const stop = wanted.size >= mostSubscriptions ? null : attendResource(services, whole);
      if (stop === null) throw tooMany();
      wanted.set(uri, { whole, stop });
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', { params: uriParams }, ({ uri }) => {
      wanted.get(uri)?.stop();
      wanted.delete(uri);
      return {};
    });
    const { onclose } = server;
    server.onclose = () => {
      for (const { stop } of wanted.values()) stop();
      wanted.clear();
      onclose?.();
    };
  }
  server.oninitialized = () => {
    // A client may say so again.
    server.oninitialized = () => undefined;
    tellChanges(server, services, caller, (uri) =>
      [...wanted].filter(([, { whole }]) => whole === uri).map(([given]) => given),
    );
  };
}

/** One that is not there yet may come. @throws ResourceNotFoundError where it never can */
function toWhole(roots: readonly ResourceRoot[], uri: string): string {
  const whole = findRoot(roots, uri).toWhole(uri);
  if (whole !== null) return whole;
  throw new ResourceNotFoundError(
    showStart(uri, 300),
    'the uri is no address of a file here; subscribe to one as resources/list shows it',
  );
}

/** As the library answers one too many of subscriptions/listen. */
function tooMany(): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InternalError,
    'there are as many subscriptions as are kept; unsubscribe from some first',
  );
}
