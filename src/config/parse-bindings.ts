// Which secrets go to which hosts, from the text of a flag or a variable: a line for each, `NAME=HOST,HOST` or an object as JSON. What the
// fields of it mean is for src/egress/placeholders/ to say.
import { messageOf } from '../core/message-of.js';

export type Bindings =
  | { readonly kind: 'read'; readonly entries: readonly unknown[] }
  | { readonly kind: 'refused'; readonly why: string };

export function readBindings(text: string): Bindings {
  const entries: unknown[] = [];
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue;
    try {
      const value = /^[[{]/.test(line) ? (JSON.parse(line) as unknown) : toBinding(line);
      entries.push(...(Array.isArray(value) ? (value as unknown[]) : [value]));
    } catch (error) {
      return { kind: 'refused', why: `is no JSON (${messageOf(error)})` };
    }
  }
  const isOdd = entries.some((entry) => typeof entry !== 'object' || entry === null);
  return isOdd
    ? { kind: 'refused', why: 'has an entry without a "=" between the secret and its hosts' }
    : { kind: 'read', entries };
}

/** null: it is none. */
function toBinding(line: string): unknown {
  const [, secret, hosts] = line.match(/^([^=]*)=(.*)$/) ?? [];
  if (secret === undefined || hosts === undefined) return null;
  return {
    secret: secret.trim(),
    hosts: hosts
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  };
}

/** @param text as parseSetting gives it */
export function toBindingEntries(text: string | null): readonly unknown[] {
  return text === null ? [] : (JSON.parse(text) as readonly unknown[]);
}
