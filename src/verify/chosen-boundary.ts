// How the gateway that is attacked is told which outer boundary a person has chosen.
import type { OuterBoundary } from '../core/outer-boundary.js';

export const boundaryVariable = 'PYMCP_VERIFY_BOUNDARY';

export function chosenBoundary(variables: NodeJS.ProcessEnv): OuterBoundary {
  return variables[boundaryVariable] === 'container' ? 'container' : 'jail';
}
