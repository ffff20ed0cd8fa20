// Looks for every declared secret, and writes to `.env` what it lacks: real values that are elsewhere, placeholders for what is
// required and nowhere. A real value in `.env` is never replaced.
import { PymcpError } from '../core/errors.js';
import type { DeclaredSecret } from './declared-secret.js';
import type { EnvChange } from './env-file/edit-entries.js';
import type { EnvStore } from './env-file/env-store.js';
import { placeholder } from './is-placeholder.js';
import { realPlaces, type SurveyedSecret, surveySecret } from './survey-secrets.js';

export interface CheckedSecret extends SurveyedSecret {
  readonly written: 'value' | 'placeholder' | null;
}

export interface SecretCheck {
  readonly secrets: readonly CheckedSecret[];
  /** Of the file: others can read it, and it was left so. */
  readonly isOpenToOthers: boolean;
  /** Why nothing was written, though there was something to write. */
  readonly failure: PymcpError | null;
}

/** @throws PymcpError `secret.file-…` where `.env` cannot be read */
export async function checkSecrets(
  declared: readonly DeclaredSecret[],
  store: EnvStore,
  mode: 'write' | 'look',
): Promise<SecretCheck> {
  const file = await store.read();
  const places = realPlaces(file);
  const surveyed: SurveyedSecret[] = [];
  // One after the other: two may ask their owner by a window.
  for (const secret of declared) surveyed.push(await surveySecret(secret, places));
  const plans = surveyed.map((one) => ({ one, plan: planEntry(one) }));
  const changes = plans.flatMap(({ plan }) => plan?.change ?? []);
  const isOpen = file?.isPrivate === false;
  const isWriting = mode === 'write' && (changes.length > 0 || isOpen);
  const failure = isWriting ? await tryChange(store, changes) : null;
  const isWritten = isWriting && failure === null;
  return {
    secrets: plans.map(({ one, plan }) => ({ ...one, written: isWritten ? (plan?.kind ?? null) : null })),
    isOpenToOthers: isOpen && !isWritten,
    failure,
  };
}

/** What was found is told in any case. */
async function tryChange(store: EnvStore, changes: readonly EnvChange[]): Promise<PymcpError | null> {
  try {
    await store.change(changes);
    return null;
  } catch (error) {
    if (error instanceof PymcpError) return error;
    throw error;
  }
}

interface Plan {
  readonly kind: 'value' | 'placeholder';
  readonly change: EnvChange;
}

/** null where `.env` stays as it is. */
function planEntry({ secret, state, value, inFile }: SurveyedSecret): Plan | null {
  const { name, usedBy, from, isRequired } = secret;
  const comment = `${name}: for ${usedBy}; from ${from}`;
  if (value !== null)
    return inFile === null || inFile === 'placeholder'
      ? { kind: 'value', change: { name, value, comment } }
      : null;
  return state === 'missing' && isRequired && inFile === null
    ? { kind: 'placeholder', change: { name, value: placeholder, comment } }
    : null;
}
