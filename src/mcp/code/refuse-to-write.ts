// The refusal of a change in a workspace that is read-only.
import { PymcpError } from '../../core/errors.js';

export function refuseToWrite(): never {
  throw new PymcpError(
    'code.not-written',
    'the workspace is read-only here, and nothing was changed',
    'start pymcp with --writable, or make the changes that the preview shows in another way',
  );
}
