// Frames → typed messages. Strict: what does not fit is a violation, never half a message.

/** What a guest's channel can say. All of it is the guest's word once guest code runs. */
export type GuestMessage =
  | { readonly type: 'ready'; readonly landlockAbi: number }
  | { readonly type: 'refused'; readonly layer: string; readonly reason: string }
  | { readonly type: 'completed'; readonly value: string | null; readonly valueCharacters: number }
  | { readonly type: 'raised'; readonly name: string; readonly message: string; readonly traceback: string };

const mostShort = 1024;
const mostLong = 256 * 1024;

/** The message, or null where the bytes are none. */
export function parseGuestMessage(body: Buffer): GuestMessage | null {
  const fields = parseObject(body);
  if (fields === null) return null;
  const text = (name: string, most: number): string | null => parseText(fields.get(name), most);
  const count = (name: string): number | null => parseCount(fields.get(name));
  switch (fields.get('type')) {
    case 'ready': {
      const landlockAbi = count('landlockAbi');
      return landlockAbi === null ? null : { type: 'ready', landlockAbi };
    }
    case 'refused': {
      const layer = text('layer', mostShort);
      const reason = text('reason', mostLong);
      return layer === null || reason === null ? null : { type: 'refused', layer, reason };
    }
    case 'result':
      return parseResult(fields.get('status'), fields.get('value') === null, text, count);
    default:
      return null;
  }
}

function parseResult(
  status: unknown,
  hasNoValue: boolean,
  text: (name: string, most: number) => string | null,
  count: (name: string) => number | null,
): GuestMessage | null {
  if (status === 'completed') {
    const value = text('value', mostLong);
    const valueCharacters = count('valueCharacters');
    if (valueCharacters === null || (value === null && !hasNoValue)) return null;
    return { type: 'completed', value, valueCharacters };
  }
  if (status === 'raised') {
    const name = text('name', mostShort);
    const message = text('message', mostLong);
    const traceback = text('traceback', mostLong);
    if (name === null || message === null || traceback === null) return null;
    return { type: 'raised', name, message, traceback };
  }
  return null;
}

/** Own properties only, in a Map: a key such as `__proto__` is a key like any other. */
function parseObject(body: Buffer): ReadonlyMap<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    return new Map(Object.entries(parsed));
  } catch {
    return null;
  }
}

/** Lone surrogates, which JSON can carry and UTF-8 cannot, become U+FFFD. */
function parseText(value: unknown, most: number): string | null {
  return typeof value === 'string' && value.length <= most ? value.toWellFormed() : null;
}

function parseCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
