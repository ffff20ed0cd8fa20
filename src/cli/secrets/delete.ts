// `pymcp secrets delete NAME`.
import { PymcpError } from '../../core/errors.js';
import { parseSecretName, type SecretName } from '../../core/names.js';
import { EnvStore, valueIn } from '../../secrets/env-file/env-store.js';
import { deleteFromKeyring } from '../../secrets/keyring.js';
import { isForFile, type PlaceFlags } from './is-for-file.js';

export interface DeleteOptions extends PlaceFlags {
  readonly repo?: string;
  readonly dotenv: string;
}

/** @throws PymcpError `secret.unknown` where it was in none of the places */
export async function deleteCommand(text: string, options: DeleteOptions): Promise<void> {
  const name = parseSecretName(text);
  const gone: string[] = [];
  if (options.keyring === true && (await deleteFromKeyring(name))) gone.push('the keyring');
  if (isForFile(options)) {
    const store = await EnvStore.open(options.dotenv);
    if (valueIn(await store.read(), name) !== null) {
      await store.change([{ name, value: null }]);
      gone.push(store.path);
    }
  }
  if (options.github === true) gone.push(...(await deleteOnGitHub(name, options)));
  if (gone.length === 0)
    throw new PymcpError('secret.unknown', `there is no secret ${name} there`, 'see pymcp secrets list');
  process.stderr.write(`${name} is gone from ${gone.join(' and ')}.\n`);
}

async function deleteOnGitHub(name: SecretName, options: DeleteOptions): Promise<readonly string[]> {
  const [{ deleteGitHubSecret }, { openGitHub }] = await Promise.all([
    import('../../secrets/github/github-secrets.js'),
    import('./open-github.js'),
  ]);
  const access = await openGitHub(options);
  const { owner, name: repository } = access.repository;
  return (await deleteGitHubSecret(access, name)) ? [`${owner}/${repository} on GitHub`] : [];
}
