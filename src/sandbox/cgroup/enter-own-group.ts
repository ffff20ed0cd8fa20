// cgroup v2: gets this process to where it may make groups. No process that is not ours is ever moved.
import { errnoOf } from '../../host/cgroup-fs.js';
import { explainErrno } from './cgroup-failure.js';
import { enterSystemdScope, type ScopeEntry } from './enter-systemd-scope.js';
import { parseSeatName } from './group-names.js';
import { findOwnGroup, isAloneIn, isDelegated, isTreeRoot, type OwnGroup } from './own-group.js';
import type { CgroupMount } from './parse-mountinfo.js';
import { giveSeatBack, takeSeat } from './take-seat.js';

export type GroupEntry =
  | { readonly kind: 'entered'; readonly base: string; readonly leave: () => Promise<void> }
  | Extract<ScopeEntry, { kind: 'refused' }>;

const stay = (): Promise<void> => Promise.resolve();

export async function enterOwnGroup(uid: number, mounts: readonly CgroupMount[]): Promise<GroupEntry> {
  const own = await findOwnGroup(mounts);
  if (own === undefined) {
    return {
      kind: 'refused',
      why: 'the control group of this process is not mounted here',
      hint: 'mount it: mount -t cgroup2 none /sys/fs/cgroup',
    };
  }
  const here = await tryHere(own, uid);
  if (here.kind === 'entered') return here;
  const scope = await enterSystemdScope(uid, mounts);
  if (scope.kind === 'entered') return { ...scope, leave: stay };
  return { ...scope, why: `${here.why}, and ${scope.why}` };
}

type Attempt = Extract<GroupEntry, { kind: 'entered' }> | { readonly kind: 'refused'; readonly why: string };

async function tryHere(own: OwnGroup, uid: number): Promise<Attempt> {
  // Root of the tree, as under an init without groups: nothing to move out of, and what it hands on is not ours to set.
  if (isTreeRoot(own)) return { kind: 'entered', base: own.folder, leave: stay };
  const parent = own.folder.slice(0, own.folder.lastIndexOf('/'));
  const isInSeat = parseSeatName(own.folder.slice(parent.length + 1)) !== undefined;
  if (!isInSeat && !(await isDelegated(own, uid))) {
    return { kind: 'refused', why: `the control group ${own.path} was not delegated to us` };
  }
  if (!isInSeat && !(await isAloneIn(own))) {
    return { kind: 'refused', why: `the control group ${own.path} holds processes that are not ours` };
  }
  const base = isInSeat ? parent : own.folder;
  try {
    await takeSeat(base);
    return { kind: 'entered', base, leave: isInSeat ? stay : () => giveSeatBack(base) };
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(errnoOf(error))) throw error;
    return { kind: 'refused', why: `in ${own.path}: ${explainErrno(error)}` };
  }
}
