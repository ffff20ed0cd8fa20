// What of a file is not kept to be taken back, and why. Pure.
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { FileAnswerOf } from './file-answers.js';

/** secret.unlogged: a known secret is kept nowhere but where it is. @returns null where it is kept, or nothing was there */
export function whyNotKept(
  { sha, data, size }: FileAnswerOf<'snapshot'>,
  redactor: SecretRedactor,
): string | null {
  if (sha === null) return null;
  if (data === null) return `what was there has ${size} bytes, which is too much`;
  const hasSecret = redactor.isActive && !redactor.redactBytes(data).equals(data);
  return hasSecret ? 'what was there holds a known secret, which is kept nowhere else' : null;
}
