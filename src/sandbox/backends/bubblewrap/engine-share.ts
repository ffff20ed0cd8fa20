// What the templates of one gateway have in common (bubblewrap-engine.ts).
import type { Identity } from '../../../host/process-identity.js';
import type { CgroupAttempt } from '../../cgroup/open-cgroup-tree.js';

/** What a template takes of its engine. */
export interface EngineShare {
  /** Distinguishes the control groups of one template from another's. */
  readonly number: number;
  readonly guest: Identity;
  /** To be asked when no child process of ours is about: on cgroup v2 the first to ask changes groups. */
  openCgroups(): Promise<CgroupAttempt>;
}
