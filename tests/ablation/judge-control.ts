// Whether what the oracle found shows that an attack has succeeded, and not only that something else is broken without the layers.
// Pure.
import type { AttackHeader } from '../../src/verify/attack.js';

/** The first finding that proves it; null where none does. */
export function findProof(header: AttackHeader, problems: readonly string[]): string | null {
  return problems.find((problem) => isProof(header, problem)) ?? null;
}

function isProof(header: AttackHeader, problem: string): boolean {
  // A program that stumbles over what is missing, or is not even started, has shown nothing.
  if (/^it ended as (?:raised|refused)/.test(problem)) return false;
  if (problem === 'it completed and does not say that it was held') return false;
  // A machine that is busy shows the same.
  if (problem.startsWith('the next run was served after')) return false;
  // That nothing ends is a success only for who was to be stopped, and for who would hang whoever collects its files.
  if (problem === 'no result in time')
    return (
      header.expects.some(({ status }) => status === 'limit') ||
      header.stoppedBy.includes('outputs-are-read-inside')
    );
  if (problem.startsWith('the gateway failed: '))
    return header.stoppedBy.some((layer) => layer === 'gateway' || layer === 'frame-check');
  return true;
}
