// secret.unlogged: the redactor of this process, of what it knows to be secret. Where that is nothing, nothing is loaded.
import type { RedactionSettings } from '../config/settings.js';
import { noSecrets } from '../core/no-secrets.js';
import { keepOutOfCores } from '../host/keep-out-of-cores.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { readKnownSecrets } from '../secrets/known-secrets.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import type { SecretSource } from '../secrets/secret-source.js';
import { variableSecrets } from '../secrets/variable-secrets.js';

/** @param warn told of what will not be masked, by name @param needed what services were given beside it */
export async function openRedactor(
  settings: RedactionSettings,
  warn: (message: string) => void,
  needed: readonly KnownSecret[] = [],
): Promise<SecretRedactor> {
  const found = await readKnownSecrets(await toSources(settings));
  const { warnings } = found;
  const secrets = [...needed, ...found.secrets];
  for (const warning of warnings) warn(warning);
  if (secrets.length === 0) return noSecrets;
  const why = keepOutOfCores();
  if (why !== null) warn(`a core file of this process would have secrets in it: ${why}`);
  const { compileRedactor } = await import('../secrets/redact/compile-redactor.js');
  const redactor = compileRedactor(secrets);
  for (const { name, why } of redactor.uncovered) warn(`${name} will not be masked: it ${why}`);
  return redactor.isActive ? redactor : noSecrets;
}

async function toSources({ names, file }: RedactionSettings): Promise<readonly SecretSource[]> {
  const variables = variableSecrets(names, process.env);
  if (file === null) return [variables];
  const { fileSecrets } = await import('../secrets/file-secrets.js');
  return [variables, fileSecrets(file)];
}
