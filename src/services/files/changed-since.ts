// The refusal to take back a change over what somebody has changed since. Pure.
import { PymcpError } from '../../core/errors.js';

export function changedSince(path: string): PymcpError {
  return new PymcpError(
    'files.changed',
    `${JSON.stringify(path)} is not as the change left it`,
    'read it, and write what it should be instead',
  );
}
