// fail.closed: a value that cannot be sent is not sent, and what is wrong with it is said without it.
import { isPlaceholder } from '../../secrets/is-placeholder.js';
import { leastCharacters, mostCharacters } from '../../secrets/redact/compile-redactor.js';
import { marker } from './placeholder-text.js';

/** Null: it may be used. What is returned follows the name of the secret in a sentence. */
export function whyUnusable(value: string | null): string | null {
  if (value === null || value === '') return 'has no value';
  if (isPlaceholder(value) || value.startsWith(marker))
    return 'has no real value yet, but one that holds its place';
  // A line break in a header begins another one, and another request behind it.
  if (/\p{Cc}/u.test(value)) return 'has a control character or a line break in its value';
  if (value !== value.trim()) return 'has a space at an end of its value';
  // It could not be masked in what comes back (docs/redaction.md).
  if (value.length < leastCharacters) return `has a value of fewer than ${leastCharacters} characters`;
  return value.length > mostCharacters ? `has a value of more than ${mostCharacters} characters` : null;
}
