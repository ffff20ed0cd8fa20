// The values of secrets that this user has, in every encoding that the engine of redaction knows: what it would mask is there.
import type { CompiledRedactor, KnownSecret } from '../redact/compile-redactor.js';
import { compileRedactor } from '../redact/compile-redactor.js';

export interface KnownFinder {
  /** Names and lines, from 1 on; the first place of each. */
  readonly find: (bytes: Buffer) => readonly { readonly name: string; readonly line: number }[];
  /** Names of those that are too short or too long to be looked for, and why. */
  readonly uncovered: CompiledRedactor['uncovered'];
}

export function compileFinder(secrets: readonly KnownSecret[]): KnownFinder {
  const all = compileRedactor(secrets);
  const each = secrets.map((secret) => ({ name: secret.name, redactor: compileRedactor([secret]) }));
  return {
    uncovered: all.uncovered,
    find: (bytes) =>
      // Nearly always there is none, and one pass says so.
      all.redactBytes(bytes).equals(bytes)
        ? []
        : each.flatMap(({ name, redactor }) => {
            const line = firstChange(bytes, redactor.redactBytes(bytes));
            return line === null ? [] : [{ name, line }];
          }),
  };
}

function firstChange(before: Buffer, after: Buffer): number | null {
  if (before.equals(after)) return null;
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return before.subarray(0, at).toString('latin1').split('\n').length;
}
