// What a standalone sandbox is told on its stdin. Read by guest/pymcp_guest/standalone_plan.py. Pure.
import type { JailLimits } from '../../../core/limits.js';
import type { SandboxPolicy } from '../../backend-contract.js';
import { type LaunchPlan, toLaunchPlan } from '../bubblewrap/template-plan.js';
import type { InsidePlan } from './vessel.js';

interface StandalonePlan extends Omit<InsidePlan, 'countsProcesses'> {
  readonly launch: LaunchPlan;
  /** Base64 of struct sock_filter[]. */
  readonly seccompFilter: string;
  readonly preload: readonly string[];
  readonly optionalPreload: readonly string[];
  readonly hasNetwork: boolean;
  readonly hasPackages: boolean;
}

export interface StandaloneFacts {
  readonly id: number;
  readonly token: string;
  readonly inside: InsidePlan;
  readonly seccompFilter: Uint8Array;
  readonly policy: Pick<SandboxPolicy, 'preload' | 'optionalPreload' | 'network' | 'packages'>;
  /** A cgroup holds the memory of the whole sandbox. */
  readonly memoryHeld: boolean;
}

/** One line. */
export function toStandalonePlan(limits: JailLimits, facts: StandaloneFacts): string {
  const { countsProcesses, ...inside } = facts.inside;
  const hasNetwork = facts.policy.network !== undefined;
  const plan: StandalonePlan = {
    ...inside,
    launch: toLaunchPlan(limits, {
      id: facts.id,
      token: facts.token,
      joinFiles: [],
      memoryHeld: facts.memoryHeld,
      processesCountedPerNamespace: countsProcesses,
      covers: [],
      ownProcesses: countOwn(inside, hasNetwork),
    }),
    seccompFilter: Buffer.from(facts.seccompFilter).toString('base64'),
    preload: facts.policy.preload,
    optionalPreload: facts.policy.optionalPreload ?? [],
    hasNetwork,
    hasPackages: facts.policy.packages !== undefined,
  };
  return `${JSON.stringify(plan)}\n`;
}

/** Ours among the processes that the guest's user has, where the kernel counts them: pid 1 and the relay may be others. */
function countOwn(
  { ownUsers, outerUser, reaper, relay }: Omit<InsidePlan, 'countsProcesses'>,
  hasNetwork: boolean,
): number {
  if (ownUsers) return 0;
  const isReaper = reaper === outerUser;
  return (isReaper ? 1 : 0) + (hasNetwork && relay === outerUser ? 1 : 0);
}
