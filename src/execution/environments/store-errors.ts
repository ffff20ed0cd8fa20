// What can be wrong with the environments that this user has made, in words.
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import { isScriptEnvironment } from '../../core/script-environment.js';
import type { Unsafe } from '../../host/private-folder.js';
import { listEnvironments } from '../environments.js';

export function unknownEnvironment(name: EnvironmentName, made: readonly string[]): PymcpError {
  const names = [
    ...listEnvironments().map((builtIn) => builtIn.name),
    ...made.filter((one) => !isScriptEnvironment(one)),
  ];
  return new PymcpError(
    'environment.unknown',
    `there is no Python environment named ${name}`,
    `use one of: ${names.join(', ')}; or make it: pymcp env create ${name} --requirements FILE`,
  );
}

export function isTaken(name: EnvironmentName, whose: 'built-in' | 'made' = 'made'): PymcpError {
  return whose === 'built-in'
    ? new PymcpError(
        'environment.name-taken',
        `${name} is the name of a Python environment that pymcp has of its own`,
        'take another name',
      )
    : new PymcpError(
        'environment.name-taken',
        `there is a Python environment named ${name} already`,
        `take another name, or remove that one first: pymcp env remove ${name}`,
      );
}

export function damaged(name: EnvironmentName, why: string): PymcpError {
  return new PymcpError(
    'environment.damaged',
    `the Python environment ${name} cannot be used: ${why}`,
    `make it again: pymcp env remove ${name}, then pymcp env create ${name} with its requirements`,
  );
}

export function storeUnsafe({ why, fix }: Unsafe): PymcpError {
  return new PymcpError('environment.store-unsafe', `the Python environments are not trusted: ${why}`, fix);
}

export function storeBusy(): PymcpError {
  return new PymcpError(
    'environment.busy',
    'another process has been changing the Python environments for a minute',
    'wait for it, or end it; what it leaves is cleared away by the next one',
  );
}

export function noPlace(): PymcpError {
  return new PymcpError(
    'environment.store-failed',
    'there is no place for Python environments: neither XDG_DATA_HOME nor HOME names a folder',
    'set XDG_DATA_HOME to a folder of your own',
  );
}

/** Errors of the system as ours; all others as they are. */
export function toStoreFailure(error: unknown, isOutOfRoom: boolean): unknown {
  if (error instanceof PymcpError || !(error instanceof Error && 'code' in error)) return error;
  return new PymcpError(
    'environment.store-failed',
    `the Python environments cannot be read or written: ${error.message}`,
    isOutOfRoom
      ? 'free some space there, or set XDG_DATA_HOME to a folder elsewhere; then run the same command again'
      : 'check the folder and the disk that it is on, then try again',
    { cause: error },
  );
}
