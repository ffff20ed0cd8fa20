// Redacts what is made of objects: results, errors, arguments of a call. Text and bytes are redacted wherever they stand, as keys
// too; what is none of that, or of a class that is not known here, is returned as it is.
import type { SecretRedactor } from '../../core/secret-redactor.js';

type Redaction = Pick<SecretRedactor, 'redactText' | 'redactBytes'>;

/** Copies whatever has parts, each once: an object that contains itself stays one. */
export function redactValue<Value>(value: Value, redaction: Redaction): Value {
  return new ValueRedaction(redaction).redact(value) as Value;
}

class ValueRedaction {
  readonly #redaction: Redaction;
  readonly #copies = new Map<object, object>();

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  redact(value: unknown): unknown {
    if (typeof value === 'string') return this.#redaction.redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    return this.#copies.get(value) ?? this.#copy(value);
  }

  #copy(value: object): object {
    if (value instanceof Uint8Array) return this.#copyBytes(value);
    if (Array.isArray(value)) return this.#copyArray(value);
    if (value instanceof Map) return this.#copyMap(value);
    if (value instanceof Set) return this.#copySet(value);
    if (value instanceof Error) return this.#copyProperties(value, Object.getPrototypeOf(value) as object);
    const prototype: unknown = Object.getPrototypeOf(value);
    const isPlain = prototype === null || prototype === Object.prototype;
    return isPlain ? this.#copyProperties(value, prototype) : value;
  }

  #keep<Copy extends object>(value: object, copy: Copy): Copy {
    this.#copies.set(value, copy);
    return copy;
  }

  #copyBytes(bytes: Uint8Array): Uint8Array {
    const redacted = this.#redaction.redactBytes(bytes);
    return this.#keep(bytes, bytes instanceof Buffer ? redacted : new Uint8Array(redacted));
  }

  #copyArray(array: readonly unknown[]): unknown[] {
    const copy = this.#keep(array, new Array<unknown>(array.length));
    for (const index of array.keys()) if (index in array) copy[index] = this.redact(array[index]);
    return copy;
  }

  #copyMap(map: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
    const copy = this.#keep(map, new Map<unknown, unknown>());
    for (const [key, one] of map) {
      const redacted = this.redact(key);
      const name = typeof redacted === 'string' ? freeName(redacted, (taken) => copy.has(taken)) : redacted;
      copy.set(name, this.redact(one));
    }
    return copy;
  }

  #copySet(set: ReadonlySet<unknown>): Set<unknown> {
    const copy = this.#keep(set, new Set<unknown>());
    for (const one of set) copy.add(this.redact(one));
    return copy;
  }

  /** Of an error that a class has made, message and stack are such properties. */
  #copyProperties(value: object, prototype: object | null): object {
    const copy = this.#keep(value, Object.create(prototype) as object);
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      const name = freeName(this.#redaction.redactText(key), (taken) => Object.hasOwn(copy, taken));
      // Defined, not set: a key may be `__proto__`. What a getter says is said once, redacted.
      Object.defineProperty(copy, name, {
        value: this.redact((value as Readonly<Record<string, unknown>>)[key]),
        enumerable: descriptor.enumerable === true,
        configurable: true,
        writable: true,
      });
    }
    return copy;
  }
}

/** Two keys that are the same when they are redacted stay two. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1, free = name; ; count += 1, free = `${name} ${count}`) if (!isTaken(free)) return free;
}
