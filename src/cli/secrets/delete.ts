// `pymcp secrets delete NAME`.
import { PymcpError } from '../../core/errors.js';
import { parseSecretName } from '../../core/names.js';
import { EnvStore, valueIn } from '../../secrets/env-file/env-store.js';
import { deleteFromKeyring } from '../../secrets/keyring.js';

export interface DeleteOptions {
  readonly local?: true;
  readonly keyring?: true;
  readonly envFile: string;
}

/** @throws PymcpError `secret.unknown` where it was in none of the places */
export async function deleteCommand(text: string, options: DeleteOptions): Promise<void> {
  const name = parseSecretName(text);
  const gone: string[] = [];
  if (options.keyring === true && (await deleteFromKeyring(name))) gone.push('the keyring');
  if (options.local === true || options.keyring !== true) {
    const store = await EnvStore.open(options.envFile);
    if (valueIn(await store.read(), name) !== null) {
      await store.change([{ name, value: null }]);
      gone.push(store.path);
    }
  }
  if (gone.length === 0)
    throw new PymcpError('secret.unknown', `there is no secret ${name} there`, 'see pymcp secrets list');
  process.stderr.write(`${name} is gone from ${gone.join(' and ')}.\n`);
}
