// Each setting and where it comes from: a flag, else a variable, else the file, else the default.
import { showStart } from '../core/show-start.js';
import { PymcpError } from '../core/errors.js';
import { exists } from '../host/files.js';
import { findSettingsFile } from './find-settings-file.js';
import { parseSetting, type PlainValue } from './parse-setting.js';
import type { FileSettings } from './read-settings-file.js';
import { type Environment, readVariables } from './read-variables.js';
import type { SecretSettings } from './secret-settings.js';
import { flagOf, type SettingKey, type SettingRow, settingRows, variableOf } from './setting-rows.js';

/** In the order in which they win. */
export const originKinds = ['flag', 'environment', 'file', 'default'] as const;

export interface ChosenValue {
  /** In the units of the file; null where there is none. */
  readonly value: PlainValue | null;
  readonly origin: (typeof originKinds)[number];
  /** The flag, the variable, the place in the file; empty for a default. */
  readonly where: string;
}

export interface SettingSources {
  /** As text: `true` and `false` where they take no value. */
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly environment: Environment;
  /** What `--config` names. */
  readonly configPath?: string;
}

export interface SettingValues {
  readonly values: ReadonlyMap<SettingKey, ChosenValue>;
  /** Of the file that was read, without links; null where there is none. */
  readonly path: string | null;
  /** Of the file alone. */
  readonly secrets: ReadonlyMap<string, SecretSettings>;
}

/** @throws PymcpError `config.*`, `input.limit-invalid`, `input.name-invalid`, also where a value is wrong that another wins over */
export async function loadSettingValues(sources: SettingSources): Promise<SettingValues> {
  const file = await readFile(sources);
  const variables = readVariables(sources.environment);
  const values = settingRows.map((row): [SettingKey, ChosenValue] => {
    const candidates = [
      fromText(row, 'flag', flagOf(row), sources.flags[row.key]),
      fromText(row, 'environment', variableOf(row), variables.get(row.key)),
      fromFile(row, file),
    ];
    const chosen = candidates.find((candidate) => candidate !== null);
    return [row.key, chosen ?? { value: row.fallback, origin: 'default', where: '' }];
  });
  return { values: new Map(values), path: file?.path ?? null, secrets: file?.secrets ?? new Map() };
}

async function readFile({ configPath, environment }: SettingSources): Promise<FileSettings | null> {
  const found = findSettingsFile(configPath, environment);
  // The schema takes some 50 ms to load, which a run without a file does not have to wait for.
  if (found === null || (found.namedBy === null && !(await exists(found.path)))) return null;
  const { readSettingsFile } = await import('./read-settings-file.js');
  const file = await readSettingsFile(found.path);
  if (file !== null || found.namedBy === null) return file;
  throw new PymcpError(
    'config.unreadable',
    `there is no file ${JSON.stringify(showStart(found.path, 200))}, which ${found.namedBy} names`,
    'check the path, or leave it out',
  );
}

function fromText(
  row: SettingRow,
  origin: 'flag' | 'environment',
  where: string,
  text: string | undefined,
): ChosenValue | null {
  return text === undefined ? null : { value: parseSetting(row, where, text), origin, where };
}

function fromFile({ key }: { readonly key: SettingKey }, file: FileSettings | null): ChosenValue | null {
  const found = file?.values.get(key);
  return found === undefined ? null : { value: found.value, origin: 'file', where: found.place };
}
