// What guest/start_container.py says of one container, one line of JSON. It runs no guest code. Pure.

export type ContainerEvent =
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'failed'; readonly layer: string; readonly reason: string };

/** null where there is no whole line yet, or none of ours. */
export function parseContainerEvent(text: string): ContainerEvent | null {
  const end = text.indexOf('\n');
  if (end === -1) return null;
  try {
    return toEvent(JSON.parse(text.slice(0, end)));
  } catch {
    return { event: 'failed', layer: 'engine', reason: `it said ${text.slice(0, 200)}` };
  }
}

function toEvent(message: unknown): ContainerEvent {
  const { event, pid, layer, reason } = message as Record<string, unknown>;
  if (event === 'started' && typeof pid === 'number' && pid > 1) return { event, pid };
  if (event === 'failed' && typeof layer === 'string' && typeof reason === 'string')
    return { event, layer, reason };
  throw new TypeError('no event of a container');
}
