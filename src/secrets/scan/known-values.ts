// The values that a scan looks for: of declared secrets, and of those in `.env` whose names say that they are secret. Other settings
// (`NODE_ENV=production`) stand in ordinary text. Nobody is asked for one: a hook has no window.
import { namePattern, parseSecretName, maxNameLength } from '../../core/names.js';
import type { DeclaredSecret } from '../declared-secret.js';
import { parseReference } from '../declared-secret.js';
import type { EnvContent } from '../env-file/env-store.js';
import { isPlaceholder } from '../is-placeholder.js';
import type { KnownSecret } from '../redact/compile-redactor.js';

const secretName =
  /key|token|secret|passw|pwd|pat$|_pat_|credential|private|auth|dsn|database_url|connection/i;

export function listKnownValues(
  declared: readonly DeclaredSecret[],
  file: EnvContent | null,
  environment: Readonly<Record<string, string | undefined>>,
): readonly KnownSecret[] {
  const found = new Map<string, KnownSecret>();
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined || isPlaceholder(value) || parseReference(value) !== null) return;
    if (!found.has(value)) found.set(value, { name: parseSecretName(name), value });
  };
  for (const { name } of declared) if (Object.hasOwn(environment, name)) add(name, environment[name]);
  for (const { name, value } of file?.entries ?? []) {
    const isDeclared = declared.some((one) => one.name === name);
    if (isName(name) && (isDeclared || secretName.test(name))) add(name, value);
  }
  return [...found.values()];
}

const isName = (name: string): boolean =>
  namePattern.test(name) && name.length <= maxNameLength && !(name in Object.prototype);
