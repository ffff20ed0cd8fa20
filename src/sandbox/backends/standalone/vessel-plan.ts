// What guest/start_vessel.py is told: the ground that one sandbox stands on outside of its engine. Pure.
import type { JailLimits } from '../../../core/limits.js';
import type { PlacedFolder } from '../bubblewrap/folder-launcher.js';
import type { PlacedWorkspace } from '../bubblewrap/open-template.js';
import type { CgroupLeaf, CgroupTree } from '../../cgroup/contract.js';
import type { Cover } from '../../workspace/plan-covers.js';
import { scratch } from './root-plan.js';

export interface VesselFacts {
  /** Process id of the gateway, with which it ends. */
  readonly gateway: number;
  readonly leaf: Pick<CgroupLeaf, 'joinFiles'> | null;
  readonly cgroups: Pick<CgroupTree, 'folders'> | null;
  readonly limits: Pick<JailLimits, 'scratchBytes' | 'scratchInodes'>;
  readonly workspace: PlacedWorkspace | null;
  readonly packages: PlacedFolder | null;
  /** path.protected */
  readonly covers: readonly Cover[];
  /** An empty folder that the guest may pass: what is mounted on it is seen by this sandbox alone. */
  readonly view: string;
  readonly program: readonly string[];
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
}

export function toVesselPlan(facts: VesselFacts): Buffer {
  const { gateway, leaf, cgroups, limits, workspace, packages, covers, view, program, environment } = facts;
  const folders = new Map((cgroups?.folders ?? []).map(({ controller, path }) => [controller, path]));
  const plan = {
    gateway,
    membershipFiles: (leaf?.joinFiles ?? []).map((file) => toMembershipFile(file, folders)),
    view,
    scratch: Object.fromEntries(Object.entries(scratch).map(([name, { mode }]) => [name, mode])),
    scratchBytes: limits.scratchBytes,
    scratchInodes: limits.scratchInodes,
    workspace: workspace === null ? null : { ...identify(workspace), access: workspace.access },
    packages: packages === null ? null : identify(packages),
    protected: covers,
    program,
    environment,
  };
  return Buffer.from(JSON.stringify(plan));
}

/** Numbers of 64 bits, as text: JSON's have 53. */
function identify({ place, device, inode }: PlacedFolder): { source: string; device: string; inode: string } {
  return { source: place, device: String(device), inode: String(inode) };
}

/** From `memory/run-1/tasks` to where that is. */
function toMembershipFile(joinFile: string, folders: ReadonlyMap<string, string>): string {
  const [controller = '', ...rest] = joinFile.split('/');
  return [folders.get(controller) ?? '', ...rest].join('/');
}
