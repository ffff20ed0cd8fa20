// fail.closed: the secrets that the enabled services and the network cannot do without, looked for as `pymcp secrets check` looks for them, before
// anything starts. A placeholder is none.
import { PymcpError } from '../core/errors.js';
import type { DeclaredSecret } from './declared-secret.js';
import { EnvStore } from './env-file/env-store.js';
import type { KnownSecret } from './redact/compile-redactor.js';
import { type Places, realPlaces, type SurveyedSecret, surveySecret } from './survey-secrets.js';

export interface RequireOptions {
  /** Of this folder, as for every command. */
  readonly envFile: string;
  /** Whether what `gh` is logged in to is the server that the token goes to. */
  readonly isGhUsable: boolean;
}

/** @throws PymcpError `secret.missing`, `secret.file-…` */
export async function requireSecrets(
  declared: readonly DeclaredSecret[],
  options: RequireOptions,
): Promise<readonly KnownSecret[]> {
  const needed = declared.filter(({ neededBy }) => neededBy.length > 0);
  if (needed.length === 0) return [];
  const places = toPlaces(await (await EnvStore.open(options.envFile)).read(), options);
  const found: KnownSecret[] = [];
  // One after the other: two may ask their owner by a window.
  for (const secret of needed) found.push(toKnown(await surveySecret(secret, places)));
  return found;
}

function toPlaces(file: Places['file'], { isGhUsable }: RequireOptions): Places {
  const places = realPlaces(file);
  if (isGhUsable) return places;
  return {
    ...places,
    gh: () => Promise.resolve({ kind: 'none', why: 'the login of gh belongs to github.com' }),
  };
}

function toKnown({ secret, state, where, value, notes }: SurveyedSecret): KnownSecret {
  const { name, neededBy, from, isGitHubToken } = secret;
  if (value !== null) return { name, value };
  const what = state === 'placeholder' ? `has only a placeholder (${where ?? ''})` : 'is nowhere to be found';
  const more = notes.length === 0 ? '' : `: ${notes.join('; ')}`;
  const login = isGitHubToken ? ', or gh auth login' : '';
  throw new PymcpError(
    'secret.missing',
    `${neededBy.join(' and ')} ${neededBy.length === 1 ? 'needs' : 'need'} the secret ${name}, which ${what}${more}`,
    `pymcp secrets set ${name}${login}, with one from ${from}; or leave out what needs it (--services, --bind-secret)`,
  );
}
