// Which backend `pymcp bench` was told to measure: by the variable that the command line and the server obey as well.
import { backendChoices } from '#pymcp/core/backend-names.js';
import type { Boundary } from '#pymcp/execution/open-template.js';

export const backendVariable = 'PYMCP_BACKEND';

export function inheritedBoundary(): Boundary {
  const named = process.env[backendVariable];
  return { backend: backendChoices.find((choice) => choice === named) ?? 'auto' };
}
