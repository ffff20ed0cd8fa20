// The declared secrets of this user: the configuration's, with what the services that it enables and the network need.
import { loadSettingValues } from '../config/load-setting-values.js';
import { toBindingEntries } from '../config/parse-bindings.js';
import { declareSecrets, type DeclaredSecret } from './declared-secret.js';

/** @param configPath what `--config` names @throws PymcpError `config.*`, `input.name-invalid` */
export async function loadDeclaredSecrets(
  configPath: string | undefined,
): Promise<readonly DeclaredSecret[]> {
  const { values, secrets } = await loadSettingValues({
    flags: {},
    environment: process.env,
    ...(configPath === undefined ? {} : { configPath }),
  });
  const bound = toBindingEntries((values.get('network.secrets')?.value ?? null) as string | null);
  const names = bound.map((entry) => String((entry as { readonly secret?: unknown }).secret));
  return declareSecrets(String(values.get('services')?.value ?? '').split(','), secrets, names);
}
