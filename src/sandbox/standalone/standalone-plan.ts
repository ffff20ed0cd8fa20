// What a standalone sandbox is told on its stdin. Read by guest/pymcp_guest/standalone_plan.py. Pure.
import type { JailLimits } from '../../core/limits.js';
import type { SandboxPolicy } from '../backend-contract.js';
import { type LaunchPlan, toLaunchPlan } from '../backends/bubblewrap/template-plan.js';
import type { InsidePlan } from './vessel.js';

interface StandalonePlan extends Omit<InsidePlan, 'countsProcesses'> {
  readonly launch: LaunchPlan;
  /** Base64 of struct sock_filter[]. */
  readonly seccompFilter: string;
  readonly preload: readonly string[];
  readonly optionalPreload: readonly string[];
}

export interface StandaloneFacts {
  readonly id: number;
  readonly token: string;
  readonly inside: InsidePlan;
  readonly seccompFilter: Uint8Array;
  readonly policy: Pick<SandboxPolicy, 'preload' | 'optionalPreload'>;
  /** A cgroup holds the memory of the whole sandbox. */
  readonly memoryHeld: boolean;
}

/** One line. */
export function toStandalonePlan(limits: JailLimits, facts: StandaloneFacts): string {
  const { countsProcesses, ...inside } = facts.inside;
  const plan: StandalonePlan = {
    ...inside,
    launch: toLaunchPlan(limits, {
      id: facts.id,
      token: facts.token,
      joinFiles: [],
      memoryHeld: facts.memoryHeld,
      processesCountedPerNamespace: countsProcesses,
      covers: [],
      // Of ours that the guest's user id has inside: pid 1, where it is not another's.
      ownProcesses: inside.reaper === inside.user ? 1 : 0,
    }),
    seccompFilter: Buffer.from(facts.seccompFilter).toString('base64'),
    preload: facts.policy.preload,
    optionalPreload: facts.policy.optionalPreload ?? [],
  };
  return `${JSON.stringify(plan)}\n`;
}
