// The settings of which backend runs are given, and what the outermost wall around them may be.
import { backendChoices } from '../core/backend-names.js';
import { outerBoundaries } from '../core/outer-boundary.js';

export const boundaryRows = [
  {
    key: 'backend',
    flag: '--backend <name>',
    kind: { type: 'choice', choices: backendChoices },
    fallback: 'auto',
    help: 'what runs are held by; auto: the strongest that is usable and can what a run asks for',
  },
  {
    key: 'outerBoundary',
    flag: '--outer-boundary <what>',
    kind: { type: 'choice', choices: outerBoundaries },
    fallback: 'jail',
    help: 'container: in a container that permits no namespaces, let it be the outer wall of the runs',
  },
] as const;
