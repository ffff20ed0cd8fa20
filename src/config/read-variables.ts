// The settings that `PYMCP_*` variables give. One that nobody knows is refused: a limit that was misspelt would not hold.
import { showStart } from '../core/show-start.js';
import { PymcpError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import { settingRows, variableOf, type SettingKey } from './setting-rows.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export const configVariable = 'PYMCP_CONFIG';
/** Not settings: the token that a client of a gateway presents. */
const otherVariables = [configVariable, 'PYMCP_TOKEN'] as const;
/** What the tests of this repository are told. */
const testPrefix = 'PYMCP_TEST_';

/** Texts that are not parsed yet. @throws PymcpError `config.invalid` */
export function readVariables(environment: Environment): ReadonlyMap<SettingKey, string> {
  const keys = new Map<string, SettingKey>(settingRows.map((row) => [variableOf(row), row.key]));
  const found = new Map<SettingKey, string>();
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('PYMCP_') || name.startsWith(testPrefix) || text === undefined) continue;
    const key = keys.get(name);
    if (key !== undefined) found.set(key, text);
    else if (!otherVariables.some((other) => other === name))
      throw unknownVariable(name, [...keys.keys(), ...otherVariables]);
  }
  return found;
}

function unknownVariable(name: string, known: readonly string[]): PymcpError {
  const near = nearestName(name, known);
  return new PymcpError(
    'config.invalid',
    `there is no variable ${JSON.stringify(showStart(name, 80))}`,
    `${near === null ? 'unset it' : `did you mean ${near}? Else unset it`}; \`pymcp config show\` lists all`,
  );
}
