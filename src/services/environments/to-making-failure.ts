// What has ended the making of an environment, as an error of ours.
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { isOutOfRoom } from '../../host/component-folder.js';

const again = 'run the same command again: archives that are here already are not asked for again';

export function toMakingFailure(error: unknown, signal: AbortSignal, folder: string): unknown {
  if (error instanceof PymcpError && !isSaidOfCancel(error, signal)) return error;
  if (signal.aborted)
    return new PymcpError('environment.cancelled', 'the making of the environment was cancelled', again);
  if (isOutOfRoom(error))
    return new PymcpError(
      'environment.disk-full',
      `there is no room in ${folder}: ${messageOf(error)}`,
      `free some space there, or set XDG_DATA_HOME to a folder elsewhere; ${again}`,
      { cause: error },
    );
  if (!(error instanceof Error && 'code' in error)) return error;
  return new PymcpError(
    'environment.failed',
    `the environment could not be made: ${messageOf(error)}`,
    `check ${folder} and the disk that it is on, then run the same command again`,
    { cause: error },
  );
}

/** A jail that is being taken down with the signal fails in several ways. */
const isSaidOfCancel = ({ code }: PymcpError, signal: AbortSignal): boolean =>
  signal.aborted && !code.startsWith('environment.');
