// A request as a caller with no wishes makes it.
import type { ExecutionRequest } from '#pymcp/core/execution-request.js';
import { defaultLimits } from '#pymcp/core/limits.js';
import type { EnvironmentName } from '#pymcp/core/names.js';

export function toRequest(code: string, environment: EnvironmentName): ExecutionRequest {
  return { code, fileName: 'main.py', environment, limits: defaultLimits };
}
