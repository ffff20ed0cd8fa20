// What guest/start_vessel.py is told: the ground that one sandbox stands on outside of its engine. Pure.
import type { JailLimits } from '../../../core/limits.js';
import type { PlacedFolder } from '../bubblewrap/folder-launcher.js';
import type { PlacedWorkspace } from '../bubblewrap/open-template.js';
import type { Cover } from '../../workspace/plan-covers.js';
import { scratch } from './root-plan.js';

export interface VesselFacts {
  /** Process id of the gateway, with which it ends. */
  readonly gateway: number;
  /** Host folder of the skeleton. */
  readonly root: string;
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
  const { gateway, root, limits, workspace, packages, covers, view, program, environment } = facts;
  const plan = {
    gateway,
    root,
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
