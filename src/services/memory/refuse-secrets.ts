// secret.unlogged: what is a secret of this user, or has the shape of a key, is not remembered. The refusal does not repeat it.
import { PymcpError } from '../../core/errors.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';

/** @throws PymcpError `memory.secret-refused` */
export async function refuseSecrets(texts: readonly string[], redactor: SecretRedactor): Promise<void> {
  if (texts.length === 0) return;
  // Also where a secret stands in two texts.
  const text = texts.join('\n');
  if (
    redactor.isActive &&
    (redactor.redactText(text) !== text || texts.some((one) => redactor.redactText(one) !== one))
  )
    throw refusal('a text has a secret of this user in it');
  // Loaded here: whoever only reads needs no rules.
  const { findShapes } = await import('../../secrets/scan/find-shapes.js');
  // Its comments that turn it off are for people who write code.
  const [found] = await findShapes('memory', text.replaceAll(/secretlint/gi, 'secret-lint'));
  if (found !== undefined) throw refusal(`a text has what looks like a key in it (${found.kind})`);
}

function refusal(what: string): PymcpError {
  return new PymcpError(
    'memory.secret-refused',
    `nothing was stored: ${what}`,
    'leave it out and remember where it is kept instead, by its name in .env for example',
  );
}
