// The setting of what the outermost wall around a run may be.
import { outerBoundaries } from '../core/outer-boundary.js';

export const boundaryRows = [
  {
    key: 'outerBoundary',
    flag: '--outer-boundary <what>',
    kind: { type: 'choice', choices: outerBoundaries },
    fallback: 'jail',
    help: 'container: in a container that permits no namespaces, let it be the outer wall of the runs',
  },
] as const;
