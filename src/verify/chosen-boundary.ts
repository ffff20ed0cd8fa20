// How the gateway that is attacked is told which backend and which outer boundary a person has chosen: by two variables.
import { backendChoices } from '../core/backend-names.js';
import type { Boundary } from '../execution/open-template.js';

const variables = { outerBoundary: 'PYMCP_VERIFY_BOUNDARY', backend: 'PYMCP_VERIFY_BACKEND' } as const;

export type ChosenBoundary = Required<Pick<Boundary, 'backend' | 'outerBoundary'>>;

export function toBoundaryVariables({
  backend,
  outerBoundary,
}: ChosenBoundary): Readonly<Record<string, string>> {
  return { [variables.outerBoundary]: outerBoundary, [variables.backend]: backend };
}

export function readBoundary(environment: NodeJS.ProcessEnv): ChosenBoundary {
  const named = environment[variables.backend];
  return {
    outerBoundary: environment[variables.outerBoundary] === 'container' ? 'container' : 'jail',
    backend: backendChoices.find((choice) => choice === named) ?? 'auto',
  };
}
