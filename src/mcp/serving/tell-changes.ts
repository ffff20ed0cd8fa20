// From the changes of some services to the notifications of one connection, until it is closed.
import type { Caller } from '../../core/caller.js';
import type { Change } from '../../core/change.js';
import type { McpService } from '../mcp-service.js';
import type { ProtocolServer } from './protocol-server.js';

/**
 * Once for a server that is connected, or will be at once.
 * @param toGiven the addresses by which the client wants to hear of a resource; in the era of 2026-07-28 the library chooses
 */
export function tellChanges(
  server: ProtocolServer,
  services: readonly McpService[],
  caller: Caller,
  toGiven: (uri: string) => readonly string[] = (uri) => [uri],
): void {
  const onChange = (change: Change): void => {
    // A client that has gone is noticed by whoever reads from it.
    for (const sent of tell(server, change, toGiven)) sent.catch(() => undefined);
  };
  const stops = services.map((service) => service.watchChanges(caller, onChange));
  const { onclose } = server;
  server.onclose = () => {
    for (const stop of stops) stop();
    onclose?.();
  };
}

function tell(
  server: ProtocolServer,
  change: Change,
  toGiven: (uri: string) => readonly string[],
): readonly Promise<void>[] {
  switch (change.kind) {
    case 'tool-list':
      return [server.sendToolListChanged()];
    case 'resource-list':
      return [server.sendResourceListChanged()];
    case 'resource':
      return toGiven(change.uri).map((uri) => server.sendResourceUpdated({ uri }));
  }
}
