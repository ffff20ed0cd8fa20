// What is wrong with a scenario, in the suite's words: for the message of a test that fails.
import { skippedChecks } from '../required-scenarios.js';
import type { Check, SuiteRun } from './run-suite.js';

/** Of every scenario, whatever it is about: that what was sent is valid. */
const always = 'wire-schema-valid';

/**
 * Empty where a scenario passed: something of its own was checked, and nothing failed, was warned about or left out.
 * @param excused checks that are not looked at
 */
export function complaintsOf(
  { checks, output }: SuiteRun,
  scenario: string,
  excused: readonly string[] = [],
): string[] {
  const all = checks.get(scenario);
  if (all === undefined) return [`${scenario} did not run:\n${output.slice(-4_000)}`];
  const looked = all.filter(({ id }) => !excused.includes(id));
  const proved = looked.some(({ id, status }) => status === 'SUCCESS' && id !== always);
  return [...(proved ? [] : [`${scenario} proved nothing`]), ...looked.filter(isComplaint).map(toComplaint)];
}

function isComplaint({ id, status }: Check): boolean {
  if (status === 'SKIPPED') return !skippedChecks.some((known) => known === id);
  return status === 'FAILURE' || status === 'WARNING';
}

function toComplaint({ id, status, description, errorMessage = description, details }: Check): string {
  return `${status} ${id}: ${errorMessage}\n  ${JSON.stringify(details ?? null).slice(0, 1_000)}`;
}
