// The declared secrets of this user: the configuration's, with the services that it enables.
import { loadSettingValues } from '../config/load-setting-values.js';
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
  return declareSecrets(String(values.get('services')?.value ?? '').split(','), secrets);
}
