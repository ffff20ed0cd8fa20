// A client subscribes to a resource: whichever service has it looks out for its changes.
import type { StopWatching } from '../../core/change.js';
import type { McpService } from '../mcp-service.js';

/** @returns null where a service has no room for more */
export function attendResource(services: readonly McpService[], uri: string): StopWatching | null {
  const stops: StopWatching[] = [];
  const stop = (): void => {
    for (const one of stops) one();
  };
  for (const service of services) {
    const attended = service.attend === undefined ? undefined : service.attend(uri);
    if (attended === null) {
      stop();
      return null;
    }
    if (attended !== undefined) stops.push(attended);
  }
  return stop;
}
