// --only: the scenarios with these names, in their order. Pure.
import { PymcpError } from '#pymcp/core/errors.js';
import type { Scenario } from './scenario.js';

/** @throws PymcpError `usage.invalid` where a name is none */
export function chooseScenarios(all: readonly Scenario[], only: readonly string[]): readonly Scenario[] {
  const names = all.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new PymcpError(
      'usage.invalid',
      `there is no benchmark named ${JSON.stringify(unknown.slice(0, 80))}`,
      `use one of: ${names.join(', ')}`,
    );
  }
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
}
