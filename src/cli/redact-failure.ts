// secret.unlogged: what a command ends with is told by somebody who knows no secrets (main.ts): it is redacted on the way there.
import type { SecretRedactor } from '../core/secret-redactor.js';

/** Does the work. @throws what it throws, redacted */
export async function redactFailure<Value>(
  redactor: SecretRedactor,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw redactor.redactValue(error);
  }
}
