// The fields of one frame, each read strictly: what is of another kind or beyond its cap is not there.

/** Base64 of 512 KiB. */
const mostChunk = 699_052;

export class MessageFields {
  readonly #fields: ReadonlyMap<string, unknown>;

  private constructor(fields: ReadonlyMap<string, unknown>) {
    this.#fields = fields;
  }

  /** null where the bytes are no JSON object. Own properties only: a key such as `__proto__` is a key like any other. */
  static parse(body: Buffer): MessageFields | null {
    try {
      const parsed: unknown = JSON.parse(body.toString('utf8'));
      return isObject(parsed) ? new MessageFields(new Map(Object.entries(parsed))) : null;
    } catch {
      return null;
    }
  }

  get type(): unknown {
    return this.#fields.get('type');
  }

  get(name: string): unknown {
    return this.#fields.get(name);
  }

  /** Lone surrogates, which JSON can carry and UTF-8 cannot, become U+FFFD. */
  text(name: string, most: number): string | null {
    const value = this.#fields.get(name);
    return typeof value === 'string' && value.length <= most ? value.toWellFormed() : null;
  }

  count(name: string): number | null {
    const value = this.#fields.get(name);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
  }

  /** Canonical base64 only: Node.js reads past what is none. */
  bytes(name: string): Buffer | null {
    const value = this.#fields.get(name);
    if (typeof value !== 'string' || value.length > mostChunk) return null;
    const bytes = Buffer.from(value, 'base64');
    return bytes.toString('base64') === value ? bytes : null;
  }

  /** Objects in a list of at most so many. */
  list(name: string, most: number): readonly MessageFields[] | null {
    const value = this.#fields.get(name);
    if (!Array.isArray(value) || value.length > most || !value.every(isObject)) return null;
    return value.map((one) => new MessageFields(new Map(Object.entries(one))));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
