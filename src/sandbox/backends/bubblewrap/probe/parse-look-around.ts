// What guest/look_around.py prints: one line of JSON, taken as a stranger's.
import { type ProcessStatus } from './seal-problems.js';
import { parseProcessStatus } from '../../../../host/process-status.js';

export interface LookAround {
  readonly status: ProcessStatus;
  /** Name → the kernel's name of the namespace. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** What was tried → how it was refused; null where it worked. */
  readonly attempts: ReadonlyMap<string, string | null>;
}

/** @returns null where it is something else */
export function parseLookAround(text: string): LookAround | null {
  const answer = parseObject(text);
  if (answer === null || typeof answer['status'] !== 'string') return null;
  const namespaces = toMap(answer['namespaces'], isString);
  const attempts = toMap(answer['attempts'], (value) => value === null || isString(value));
  if (namespaces === null || attempts === null) return null;
  return { status: parseProcessStatus(answer['status']), namespaces, attempts };
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function toObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function toMap<Value>(
  value: unknown,
  isWanted: (entry: unknown) => entry is Value,
): ReadonlyMap<string, Value> | null {
  const entries = Object.entries(toObject(value) ?? {});
  const wanted = entries.filter((entry): entry is [string, Value] => isWanted(entry[1]));
  return entries.length > 0 && wanted.length === entries.length ? new Map(wanted) : null;
}
