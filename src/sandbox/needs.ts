// From a policy to what a backend must be able to do for it. Pure.
import type { Ability } from './abilities.js';
import type { SandboxPolicy } from './backend-contract.js';

export function needsOf({ workspace, network, packages, program }: SandboxPolicy): readonly Ability[] {
  return [
    ...(workspace === undefined ? [] : (['workspace'] as const)),
    ...(network === undefined ? [] : (['network'] as const)),
    ...(packages === undefined ? [] : (['packages'] as const)),
    ...(program === undefined ? [] : (['program'] as const)),
  ];
}
