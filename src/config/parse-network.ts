// The entries of a network policy, from the text of a flag or a variable: a line or more, each with hosts and presets with commas
// between, or with rules as JSON. What an entry means is for src/egress/policy/ to say.
import { messageOf } from '../core/message-of.js';

export type NetworkEntries =
  | { readonly kind: 'read'; readonly entries: readonly unknown[] }
  | { readonly kind: 'refused'; readonly why: string };

export function readNetworkEntries(text: string): NetworkEntries {
  const entries: unknown[] = [];
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (!/^[[{]/.test(line)) {
      entries.push(
        ...line
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      );
      continue;
    }
    // An address of IPv6 begins with a bracket too.
    if (/^\[[0-9a-fA-F.]*:[0-9a-fA-F:.]*\](?::\d+)?$/.test(line)) {
      entries.push(line);
      continue;
    }
    try {
      const value = JSON.parse(line) as unknown;
      entries.push(...(Array.isArray(value) ? (value as unknown[]) : [value]));
    } catch (error) {
      return { kind: 'refused', why: `is no JSON (${messageOf(error)})` };
    }
  }
  const isOdd = entries.some(
    (entry) => typeof entry !== 'string' && (typeof entry !== 'object' || entry === null),
  );
  return isOdd
    ? { kind: 'refused', why: 'has an entry that is neither text nor a rule' }
    : { kind: 'read', entries };
}

/** @param text as parseSetting gives it */
export function toNetworkEntries(text: string | null): readonly unknown[] {
  return text === null ? [] : (JSON.parse(text) as readonly unknown[]);
}
