// Frames → typed messages. Strict: what does not fit is a violation, never half a message.

/** What a guest's channel can say. All of it is the guest's word once guest code runs. */
export type GuestMessage = Answer | ArtifactMessage;

/** What a run waits for. */
export type Answer =
  | { readonly type: 'ready'; readonly landlockAbi: number }
  | { readonly type: 'refused'; readonly layer: string; readonly reason: string }
  | { readonly type: 'completed'; readonly value: string | null; readonly valueCharacters: number }
  | { readonly type: 'raised'; readonly name: string; readonly message: string; readonly traceback: string };

/** What came out of a run, told before its result: each file or image announces its size, then comes in chunks. */
export type ArtifactMessage =
  | {
      readonly type: 'file';
      readonly path: string;
      readonly size: number;
      readonly content: 'follows' | 'left out';
    }
  | { readonly type: 'image'; readonly size: number }
  | { readonly type: 'chunk'; readonly bytes: Buffer }
  | { readonly type: 'omitted'; readonly files: number; readonly images: number };

const mostShort = 1024;
const mostLong = 256 * 1024;
/** Base64 of 512 KiB. */
const mostChunk = 699_052;

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
      return parseArtifact(fields);
  }
}

function parseArtifact(fields: ReadonlyMap<string, unknown>): ArtifactMessage | null {
  const count = (name: string): number | null => parseCount(fields.get(name));
  switch (fields.get('type')) {
    case 'file': {
      const [path, size, content] = [fields.get('path'), count('size'), fields.get('content')];
      if (typeof path !== 'string' || size === null) return null;
      return content === 'follows' || content === 'left out' ? { type: 'file', path, size, content } : null;
    }
    case 'image': {
      const size = count('size');
      return size === null ? null : { type: 'image', size };
    }
    case 'chunk': {
      const bytes = parseBase64(fields.get('data'));
      return bytes === null ? null : { type: 'chunk', bytes };
    }
    case 'omitted': {
      const [files, images] = [count('files'), count('images')];
      return files === null || images === null ? null : { type: 'omitted', files, images };
    }
    default:
      return null;
  }
}

function parseResult(
  status: unknown,
  hasNoValue: boolean,
  text: (name: string, most: number) => string | null,
  count: (name: string) => number | null,
): Answer | null {
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

/** Canonical base64 only: Node.js reads past what is none. */
function parseBase64(value: unknown): Buffer | null {
  if (typeof value !== 'string' || value.length > mostChunk) return null;
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64') === value ? bytes : null;
}
