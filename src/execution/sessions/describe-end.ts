// Why a session has ended, in words for its caller.
import type { SandboxEnd } from '../../sandbox/backend-contract.js';

/** Of one that nobody called when it ended. */
export function describeEnd({ limit, withTemplate }: SandboxEnd, violation: string | null): string {
  if (withTemplate) return 'the jail that it lived in ended as a whole';
  if (violation !== null) return `it broke the rules of its channel (${violation}) and was ended`;
  return limit === null ? 'its process ended' : `it ran into its ${limit} limit`;
}
