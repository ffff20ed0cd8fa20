// Who writes a log: which process of which command, by the number and the start that together are used once.
import { packageVersion } from '../host/package-root.js';
import { currentIdentity } from '../host/process-identity.js';
import { startTimeOf } from '../host/start-time.js';

export function describeGateway(command: string): Readonly<Record<string, unknown>> {
  return {
    command,
    version: packageVersion(),
    pid: process.pid,
    pid_start: startTimeOf(process.pid),
    uid: currentIdentity().uid,
  };
}
