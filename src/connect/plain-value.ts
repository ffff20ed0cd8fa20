// Values as they come from the parsers, which make objects without a prototype, as ordinary ones that compare equal to ours.
import type { JsonObject, JsonValue } from './entry-format.js';

/** Dates and other values of a language stay as they are. */
export function toPlainValue(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(toPlainValue);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value as JsonValue;
  return toPlainObject(value);
}

export function toPlainObject(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlainValue(member)]));
}
