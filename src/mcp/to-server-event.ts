// A change as the bus of the library carries it to the streams of subscriptions/listen, over HTTP.
import type { ServerEvent } from '@modelcontextprotocol/server';
import type { Change } from '../core/change.js';

export function toServerEvent(change: Change): ServerEvent {
  switch (change.kind) {
    case 'tool-list':
      return { kind: 'tools_list_changed' };
    case 'resource-list':
      return { kind: 'resources_list_changed' };
    case 'resource':
      return { kind: 'resource_updated', uri: change.uri };
  }
}
