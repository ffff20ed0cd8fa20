// How a failed operation on a group of ours is told. fail.closed: a group that was usable and no longer is ends the run.
import { PymcpError } from '../../core/errors.js';
import { errnoOf } from '../../host/errno.js';

const hint =
  'run `pymcp doctor` to see what this machine can enforce, and `pymcp clean` to remove leftover groups';

export function cgroupFailure(what: string, cause: unknown): PymcpError {
  return new PymcpError('cgroup.failed', `${what} (${errnoOf(cause)})`, hint, { cause });
}

/** What a failed system call on a group means to the person who reads it. */
export function explainErrno(error: unknown): string {
  const errno = errnoOf(error);
  switch (errno) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to make groups there';
    case 'EROFS':
      return 'the control groups are mounted read-only';
    case 'ENOENT':
      return 'the kernel does not offer this limit there';
    case 'EEXIST':
      return 'this process has its groups open already';
    case 'unknown':
      return error instanceof Error ? error.message : 'the kernel refused';
    default:
      return `the kernel refused (${errno})`;
  }
}
