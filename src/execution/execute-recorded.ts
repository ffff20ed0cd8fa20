// One run in a jail of the caller's own, written down, with the network that its request is granted.
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import { execute, type ExecutionObserver, type SandboxSource } from './execute.js';
import type { Recorder } from './recorder.js';
import { withNetwork } from './with-network.js';

/**
 * @param source its jail, which may be on its way: what has to be written down first does not wait for it
 * @throws PymcpError as Recorder.record, withNetwork and execute, and where the jail cannot be set up
 */
export function executeRecorded(
  recorder: Recorder,
  source: SandboxSource | Promise<SandboxSource>,
  request: ExecutionRequest,
  observer: ExecutionObserver,
): Promise<ExecutionResult> {
  return recorder.record(
    request,
    null,
    (auditId, sink) =>
      withNetwork(request.network ?? null, sink, request.limits.wallMs, async (network) => ({
        ...(await execute(await source, request, observer, network)),
        auditId,
      })),
    (result) => result,
  );
}
