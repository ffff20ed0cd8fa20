// All text of an object as one, so that it can be looked at once: most have no secret, and then need not be copied.

/** What a walk may meet before it is no gain any more. */
const mostParts = 20_000;

/**
 * Every text and every key, with line ends between. What is found in one of them is found in the whole.
 * @returns null where there is something that only redact-value.ts understands
 */
export function gatherText(value: unknown): string | null {
  const texts: string[] = [];
  const seen = new Set<object>();
  return gather(value, texts, seen) ? texts.join('\n') : null;
}

function gather(value: unknown, texts: string[], seen: Set<object>): boolean {
  if (typeof value === 'string') return texts.push(value) <= mostParts;
  if (typeof value !== 'object' || value === null) return true;
  if (seen.has(value)) return true;
  seen.add(value);
  if (seen.size > mostParts) return false;
  if (Array.isArray(value)) return value.every((one) => gather(one, texts, seen));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  return Object.entries(Object.getOwnPropertyDescriptors(value)).every(([key, descriptor]) => {
    texts.push(key);
    // What a getter says now it may not say again.
    return 'value' in descriptor && gather(descriptor.value, texts, seen);
  });
}
