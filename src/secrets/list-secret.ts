// Every place that has a secret, not only the first: what is asked costs nothing and opens no window.
import type { DeclaredSecret } from './declared-secret.js';
import { parseReference } from './declared-secret.js';
import { type EnvContent, valueIn } from './env-file/env-store.js';
import { isPlaceholder } from './is-placeholder.js';
import type { KeyringAnswer } from './keyring.js';

export interface ListedSecret {
  readonly secret: DeclaredSecret;
  readonly places: readonly ListedPlace[];
}

export interface ListedPlace {
  readonly where: 'environment' | '.env' | 'keyring' | 'reference';
  readonly state: 'real' | 'placeholder' | 'reference';
}

export async function listSecret(
  secret: DeclaredSecret,
  file: EnvContent | null,
  keyring: (name: string) => Promise<KeyringAnswer>,
): Promise<ListedSecret> {
  const kept = await keyring(secret.name);
  const places: readonly (ListedPlace | null)[] = [
    place('environment', process.env[secret.name] ?? null),
    place('.env', valueIn(file, secret.name)),
    place('keyring', kept.kind === 'found' ? kept.value : null),
    secret.reference === null ? null : { where: 'reference', state: 'reference' },
  ];
  return { secret, places: places.filter((one) => one !== null) };
}

function place(where: ListedPlace['where'], value: string | null): ListedPlace | null {
  if (value === null) return null;
  if (parseReference(value) !== null) return { where, state: 'reference' };
  return { where, state: isPlaceholder(value) ? 'placeholder' : 'real' };
}
