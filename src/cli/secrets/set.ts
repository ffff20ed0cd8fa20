// `pymcp secrets set NAME`: from a hidden prompt or stdin, to where the options say.
import { PymcpError } from '../../core/errors.js';
import { parseSecretName, type SecretName } from '../../core/names.js';
import { EnvStore } from '../../secrets/env-file/env-store.js';
import { isPlaceholder } from '../../secrets/is-placeholder.js';
import { writeKeyring } from '../../secrets/keyring.js';
import type { GitHubAccess } from '../../secrets/github/github-access.js';
import { askValue } from './ask-value.js';
import { isForFile, type PlaceFlags } from './is-for-file.js';

export interface SetOptions extends PlaceFlags {
  readonly repo?: string;
  readonly dotenv: string;
}

/** @throws PymcpError; where there are several places, those before the one that failed have it */
export async function setCommand(text: string, options: SetOptions): Promise<void> {
  const name = parseSecretName(text);
  // Before anybody types a value that could not be stored.
  const access = options.github === true ? await openAccess(name, options) : null;
  const value = await askValue(name);
  if (isPlaceholder(value))
    throw new PymcpError(
      'secret.value-refused',
      `what was given for ${name} is a placeholder, not a secret`,
      `give the real value; pymcp secrets check says where to get it`,
    );
  if (options.keyring === true) await setInKeyring(name, value);
  if (isForFile(options)) await setInFile(name, value, options.dotenv);
  if (access !== null) await setOnGitHub(name, value, access);
}

async function openAccess(name: SecretName, options: SetOptions): Promise<GitHubAccess> {
  const [{ refuseGitHubName }, { openGitHub }] = await Promise.all([
    import('../../secrets/github/github-secrets.js'),
    import('./open-github.js'),
  ]);
  refuseGitHubName(name);
  return openGitHub(options);
}

async function setOnGitHub(name: SecretName, value: string, access: GitHubAccess): Promise<void> {
  const { putGitHubSecret } = await import('../../secrets/github/github-secrets.js');
  const outcome = await putGitHubSecret(access, name, value);
  const { owner, name: repository } = access.repository;
  process.stderr.write(`${name} was ${outcome} in ${owner}/${repository} on GitHub.\n`);
}

async function setInFile(name: SecretName, value: string, path: string): Promise<void> {
  const store = await EnvStore.open(path);
  const outcome = await store.change([{ name, value }]);
  process.stderr.write(
    outcome === 'written' ? `${name} is in ${store.path} now.\n` : `${name} was in ${store.path} already.\n`,
  );
}

async function setInKeyring(name: SecretName, value: string): Promise<void> {
  await writeKeyring(name, value);
  process.stderr.write(`${name} is in the keyring now.\n`);
}
