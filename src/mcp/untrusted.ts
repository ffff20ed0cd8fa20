// How whatever a program wrote is marked for clients that look: a name of ours in `_meta`, as the protocol wants it.

const key = 'isolated-pymcp/untrusted';

/** Of a result: which fields of the structured content are a program's words. */
export function markUntrusted(fields: readonly string[]): Record<string, unknown> {
  return { [key]: fields };
}

/** Of a block or of contents: all of it is. */
export const untrusted = { [key]: true } as const;
