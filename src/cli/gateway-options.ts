// The settings of a gateway as options of a command, and what was given to them. Made of the rows, so that an option, its
// variable and its key in the file are the same everywhere.
import { type Command, Option } from 'commander';
import type { SettingSources } from '../config/load-setting-values.js';
import {
  flagOf,
  gatewayRows,
  httpRows,
  type SettingKey,
  type SettingRow,
  settingRows,
} from '../config/setting-rows.js';
import type { Settings } from '../config/settings.js';

/** Those of every gateway, over stdio and over HTTP, and `--config`. */
export function addGatewayOptions(command: Command): Command {
  return addConfigOption(addOptions(command, gatewayRows));
}

/** Those of a gateway that listens. */
export function addHttpOptions(command: Command): Command {
  return addOptions(command, httpRows);
}

export function addConfigOption(command: Command): Command {
  return command.option('--config <file>', 'configuration file, instead of the one of the user');
}

/**
 * What a command with these options was told, by them, by the environment and by the file.
 * @param options as commander gives them to the action
 * @param callers whether one caller may have all sessions where nobody says how many
 * @throws PymcpError as loadSettings
 */
export async function readSettings(options: object, callers: 'one' | 'many' = 'many'): Promise<Settings> {
  // Loaded here: not every command has settings.
  const { loadSettings } = await import('../config/load-settings.js');
  return loadSettings({ ...toSources(options), callers });
}

/** @param options as commander gives them to the action */
export function toSources(options: object): SettingSources {
  const given = new Map<string, unknown>(Object.entries(options));
  const flags: Partial<Record<SettingKey, string>> = {};
  for (const row of settingRows) {
    const option = new Option(row.flag);
    const value = given.get(option.attributeName());
    if (typeof value === 'string') flags[row.key] = value;
    else if (Array.isArray(value)) flags[row.key] = value.join('\n');
    // Of `--no-x`, commander says true where it was not given.
    else if (value === !option.negate) flags[row.key] = String(value);
  }
  const configPath = given.get('config');
  return {
    flags,
    environment: process.env,
    ...(typeof configPath === 'string' ? { configPath } : {}),
  };
}

function addOptions(command: Command, rows: readonly SettingRow[]): Command {
  for (const row of rows) {
    if (row.kind.type === 'network' || row.kind.type === 'bindings')
      command.option(row.flag, describe(row), append);
    else command.option(row.flag, describe(row));
  }
  return command;
}

/** Of an option that may be repeated. */
export const append = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

function describe(row: SettingRow): string {
  if (flagOf(row).startsWith('--no-')) return `without ${row.help}`;
  const value = row.fallback ?? row.otherwise;
  return value === undefined || row.kind.type === 'boolean' || value === 'none'
    ? row.help
    : `${row.help} (default: ${String(value)})`;
}
