// Where each secret is: the environment, `.env`, the keyring, `gh`, a reference, in this order; the first real value counts. The later
// ones are asked only where the earlier ones have none. Values stay in here and in what is written to `.env`.
import { askGh, askReference, type ProgramAnswer } from './ask-program.js';
import { type DeclaredSecret, parseReference, type SecretReference } from './declared-secret.js';
import { type EnvContent, valueIn } from './env-file/env-store.js';
import { isPlaceholder } from './is-placeholder.js';
import { type KeyringAnswer, openKeyring } from './keyring.js';

export const placeNames = ['environment', '.env', 'keyring', 'gh', 'reference'] as const;
export type PlaceName = (typeof placeNames)[number];

export interface SurveyedSecret {
  readonly secret: DeclaredSecret;
  readonly state: 'real' | 'placeholder' | 'missing';
  /** Of the real value; of the placeholder where there is nothing better; null where there is nothing. */
  readonly where: PlaceName | null;
  /** null unless real. Never shown. */
  readonly value: string | null;
  /** What `.env` has of it: null where no line names it. */
  readonly inFile: 'real' | 'placeholder' | 'reference' | null;
  /** Places that could not be asked, in words. */
  readonly notes: readonly string[];
}

/** What can be asked. */
export interface Places {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: EnvContent | null;
  readonly keyring: (name: string) => Promise<KeyringAnswer>;
  readonly gh: () => Promise<ProgramAnswer>;
  readonly reference: (reference: SecretReference) => Promise<ProgramAnswer>;
}

interface Seen {
  readonly where: PlaceName;
  readonly text: string | null;
  readonly note?: string;
}

export function realPlaces(file: EnvContent | null): Places {
  return { environment: process.env, file, keyring: openKeyring(), gh: askGh, reference: askReference };
}

export async function surveySecret(secret: DeclaredSecret, places: Places): Promise<SurveyedSecret> {
  const seen: Seen[] = [];
  for await (const one of look(secret, places)) {
    seen.push(one);
    if (isReal(one)) break;
  }
  const real = seen.find(isReal);
  const held = seen.find(({ text }) => text !== null);
  const inFile = valueIn(places.file, secret.name);
  return {
    secret,
    state: real !== undefined ? 'real' : held !== undefined ? 'placeholder' : 'missing',
    where: (real ?? held)?.where ?? null,
    value: real?.text ?? null,
    inFile: inFile === null ? null : kindOf(inFile),
    notes: seen.flatMap(({ note }) => note ?? []),
  };
}

async function* look(secret: DeclaredSecret, places: Places): AsyncGenerator<Seen> {
  const { name, reference, isGitHubToken } = secret;
  const inEnvironment = Object.hasOwn(places.environment, name) ? (places.environment[name] ?? null) : null;
  yield await resolve('environment', inEnvironment, places);
  yield await resolve('.env', valueIn(places.file, name), places);
  const kept = await places.keyring(name);
  yield kept.kind === 'unavailable'
    ? { where: 'keyring', text: null, note: `the keyring was not asked: ${kept.why}` }
    : { where: 'keyring', text: kept.kind === 'found' ? kept.value : null };
  if (isGitHubToken) yield toSeen('gh', await places.gh());
  if (reference !== null) yield toSeen('reference', await places.reference(reference));
}

/** `op://…` in place of a value says where the value is. */
async function resolve(where: PlaceName, text: string | null, places: Places): Promise<Seen> {
  const reference = text === null ? null : parseReference(text);
  return reference === null ? { where, text } : toSeen(where, await places.reference(reference));
}

const toSeen = (where: PlaceName, answer: ProgramAnswer): Seen =>
  answer.kind === 'value' ? { where, text: answer.value } : { where, text: null, note: answer.why };

const isReal = ({ text }: Seen): boolean => text !== null && !isPlaceholder(text);

function kindOf(text: string): 'real' | 'placeholder' | 'reference' {
  if (parseReference(text) !== null) return 'reference';
  return isPlaceholder(text) ? 'placeholder' : 'real';
}
