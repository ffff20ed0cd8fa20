// net.none: what a run wanted to reach and may not, for a person.
import type { ExecutionResult } from '../core/execution-result.js';
import { sayDenied, sayRules, sayWhy } from '../core/say-denied.js';

/** Writes to stderr; silent where there is nothing to say. */
export function reportDenied({ networkDenied }: Pick<ExecutionResult, 'networkDenied'>): void {
  if (networkDenied.length === 0) return;
  const rules = sayRules(networkDenied);
  const hint = rules === null ? '' : `hint: to permit it, ${rules}, or give --allow HOST:PORT\n`;
  const list = networkDenied.map((attempt) => `  ${sayWhy(attempt)}\n`).join('');
  process.stderr.write(`${sayDenied(networkDenied)}\n${list}${hint}`);
}
