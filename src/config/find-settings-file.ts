// Which configuration file is meant, and whether it must be there.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { configFolder } from '../host/own-folders.js';
import { configVariable, type Environment } from './read-variables.js';

export interface SettingsFile {
  readonly path: string;
  /** Whoever named it is told where it is missing. */
  readonly namedBy: string | null;
}

/** null where no place is known. @param flag what `--config` names @throws PymcpError `config.unreadable` */
export function findSettingsFile(flag: string | undefined, environment: Environment): SettingsFile | null {
  if (flag !== undefined) return named(flag, '--config');
  const variable = environment[configVariable];
  if (variable !== undefined) return named(variable, configVariable);
  const folder = configFolder();
  return folder === null ? null : { path: join(folder, 'config.json'), namedBy: null };
}

function named(path: string, namedBy: string): SettingsFile {
  if (path !== '' && !path.includes('\0')) return { path, namedBy };
  throw new PymcpError('config.unreadable', `${namedBy} names no file`, 'give the path of a file');
}
