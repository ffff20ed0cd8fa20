// Names of secrets as people list them. A name is that of the variable that holds the value.
import { PymcpError } from './errors.js';
import { parseSecretName, type SecretName } from './names.js';

/** What this project itself is given, by its documentation. */
export const defaultRedacted = ['GH_PAT', 'ANTHROPIC_API_KEY'] as const;

/**
 * Names with commas between; none in an empty text.
 * @throws PymcpError `input.name-invalid`; the text is not repeated, since it may be the secret itself
 */
export function parseSecretNames(text: string): readonly SecretName[] {
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map(parseUnquoted);
}

function parseUnquoted(text: string): SecretName {
  try {
    return parseSecretName(text);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    throw new PymcpError(
      'input.name-invalid',
      'the list of names has something that is no name of a variable',
      `${error.hint}, such as GH_PAT, with commas between; the values stay where they are`,
    );
  }
}
