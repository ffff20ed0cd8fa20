// secret.unseen: the line of the status and the headers of an answer, with every secret masked.
import type { SecretRedactor } from '../../core/secret-redactor.js';

/** @param rawHeaders name and value in turn @param isBodyChanged the body may get another length than is said there */
export function redactHeaders(
  redactor: SecretRedactor,
  rawHeaders: readonly string[],
  isBodyChanged: boolean,
): string[] {
  return rawHeaders
    .filter(
      (_, index) => !isBodyChanged || rawHeaders[index - (index % 2)]?.toLowerCase() !== 'content-length',
    )
    .map((text, index) => (index % 2 === 0 ? redactName(redactor, text) : redactLine(redactor, text)));
}

/** What Node.js has read as latin1 are the bytes that came. */
export function redactLine(redactor: SecretRedactor, text: string): string {
  return redactor.redactBytes(Buffer.from(text, 'latin1')).toString('latin1');
}

/** No mask may stand in a name. */
function redactName(redactor: SecretRedactor, name: string): string {
  return redactLine(redactor, name) === name ? name : 'x-masked';
}
