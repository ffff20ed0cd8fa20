// The values of variables of this process, by the names that a person has listed.
import type { SecretName } from '../core/names.js';
import { defaultRedacted } from '../core/secret-names.js';
import type { SecretSource } from './secret-source.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is not set has no secret; who named it by hand may have meant another. */
export function variableSecrets(names: readonly SecretName[], environment: Environment): SecretSource {
  const isOrdinary = (name: SecretName): boolean => defaultRedacted.some((one) => one === name);
  return {
    read: () => {
      const found = names.map((name) => ({ name, value: environment[name] ?? '' }));
      const missing = found.filter(({ name, value }) => value === '' && !isOrdinary(name));
      return Promise.resolve({
        secrets: found.filter(({ value }) => value !== ''),
        warnings: missing.map(
          ({ name }) => `there is nothing to mask in the variable ${name}: it is not set`,
        ),
      });
    },
  };
}
