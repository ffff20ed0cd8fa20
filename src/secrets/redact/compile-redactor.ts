// secret.unlogged: known secrets to what finds and masks each, in every encoding that docs/redaction.md lists.
import type { SecretName } from '../../core/names.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { Automaton, nothingUnderWay } from './automaton.js';
import { longestOf } from './chain.js';
import { chooseMasks } from './choose-masks.js';
import { gatherText } from './gather-text.js';
import { lengthOf, listChains } from './list-chains.js';
import { redactPart } from './redact-part.js';
import { redactValue } from './redact-value.js';
import { Redactor, type Search } from './redactor.js';
import { Threads } from './threads.js';
import { UnitStore } from './unit-store.js';

export interface KnownSecret {
  readonly name: SecretName;
  readonly value: string;
}

export interface CompiledRedactor extends SecretRedactor {
  /** The secrets that are not masked, and why: whoever configures them must be told. */
  readonly uncovered: readonly UncoveredSecret[];
}

export interface UncoveredSecret {
  readonly name: SecretName;
  /** Follows the name in a sentence. */
  readonly why: string;
}

/** Shorter ones stand in ordinary text, and a mask there would say what they are. */
export const leastCharacters = 8;
export const mostCharacters = 16_384;

/** Where two have the same value the first one names it. */
export function compileRedactor(secrets: readonly KnownSecret[]): CompiledRedactor {
  const uncovered = secrets.flatMap(({ name, value }) => {
    const why = whyUncovered(value);
    return why === null ? [] : [{ name, why }];
  });
  const search = toSearch(secrets.filter(({ value }) => whyUncovered(value) === null));
  const redactBytes = (bytes: Uint8Array): Buffer => redactWhole(search, bytes);
  const redactText = (text: string): string => {
    const bytes = Buffer.from(text);
    const redacted = redactBytes(bytes);
    // As it was, also where it is no text that UTF-8 can say.
    return redacted.equals(bytes) ? text : redacted.toString();
  };
  return {
    uncovered,
    isActive: search.masks.length > 0,
    longestBytes: search.automaton.threads.chains.reduce(
      (most, chain) => Math.max(most, longestOf(chain)),
      0,
    ),
    redactBytes,
    redactText,
    redactPart: (bytes, from, to) => redactPart(search, toBuffer(bytes), from, to),
    redactValue: (value) => {
      const text = gatherText(value);
      const isPlain = text !== null && redactText(text) === text;
      return isPlain ? value : redactValue(value, { redactText, redactBytes });
    },
    openStream: () => new Redactor(search),
  };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function whyUncovered(value: string): string | null {
  const characters = lengthOf(value.trim());
  if (characters === 0) return 'is empty';
  if (characters < leastCharacters)
    return `has fewer than ${leastCharacters} characters: it would be masked in ordinary text`;
  return characters > mostCharacters ? `has more than ${mostCharacters} characters` : null;
}

function toSearch(secrets: readonly KnownSecret[]): Search {
  const store = new UnitStore();
  const known = secrets.map(({ value }) => listChains(value, store));
  const chains = known.flat();
  const automaton = new Automaton(new Threads(chains));
  const names = secrets.map(({ name }) => name);
  return {
    automaton,
    masks: chooseMasks(names, chains, (text) => hasSecret(automaton, text)),
    maskOf: known.flatMap((ofOne, index) => ofOne.map(() => index)),
  };
}

function hasSecret(automaton: Automaton, text: string): boolean {
  let count = 0;
  automaton.read(Buffer.from(text), 0, nothingUnderWay, () => (count += 1));
  return count > 0;
}

function redactWhole(search: Search, bytes: Uint8Array): Buffer {
  const redactor = new Redactor(search);
  const [most, rest] = [redactor.push(bytes), redactor.end()];
  return rest.length === 0 ? most : Buffer.concat([most, rest]);
}
