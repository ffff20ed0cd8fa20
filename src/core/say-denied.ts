// net.none: what a run was denied, in the words that every door shows: what it was, and how it would be permitted.
import type { DeniedAttempt } from './network.js';
import { toShownPath } from './shown-path.js';

/** `network: denied [evil.example:443, …]`; the names are the program's words. */
export function sayDenied(denied: readonly DeniedAttempt[]): string {
  return `network: denied [${denied.map(showPlace).join(', ')}]`;
}

/** Why each was; one line for each. */
export function sayWhy(attempt: DeniedAttempt): string {
  const times = attempt.count === 1 ? '' : `, ${attempt.count} times`;
  return `${showPlace(attempt)}: ${toShownPath(attempt.why)}${times}`;
}

/** Of those that a rule could permit; null where none is one. */
export function sayRules(denied: readonly DeniedAttempt[]): string | null {
  const rules = denied
    .filter(({ why }) => /^no rule of this run|^this run has no network/.test(why))
    .slice(0, mostRules)
    .map(({ host, port }) => toShownPath(JSON.stringify({ host, ports: [port] })));
  return rules.length === 0 ? null : `add to network.allow: ${rules.join(', ')}`;
}

const mostRules = 8;

function showPlace({ host, port }: DeniedAttempt): string {
  const shown = toShownPath(host);
  return `${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
