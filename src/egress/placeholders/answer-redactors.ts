// secret.unseen: what masks the secrets of a run in the answers that it gets. Made where it is first needed, which takes some
// milliseconds, and kept for the runs that follow with the same secrets.
import { createHash } from 'node:crypto';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { noSecrets } from '../../core/no-secrets.js';
import { compileRedactor, type KnownSecret } from '../../secrets/redact/compile-redactor.js';

const mostKept = 8;

export class AnswerRedactors {
  /** By a hash: the values are in the redactors already, and nowhere else. */
  readonly #redactors = new Map<string, SecretRedactor>();

  get(secrets: readonly KnownSecret[]): SecretRedactor {
    if (secrets.length === 0) return noSecrets;
    const key = createHash('sha256').update(JSON.stringify(secrets)).digest('base64');
    const redactor = this.#redactors.get(key) ?? compileRedactor(secrets);
    this.#redactors.delete(key);
    this.#redactors.set(key, redactor);
    const [oldest] = this.#redactors.keys();
    if (this.#redactors.size > mostKept && oldest !== undefined) this.#redactors.delete(oldest);
    return redactor;
  }
}
