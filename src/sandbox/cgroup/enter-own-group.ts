// cgroup v2: gets this process to where it may make groups. No process that is not ours is ever moved.
import { fileExists, ownerOf } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { explainErrno } from './cgroup-failure.js';
import { enterSystemdScope, type ScopeEntry } from './enter-systemd-scope.js';
import { parseSeatName, toScopeName, toTotalName } from './group-names.js';
import { findOwnGroup, isAloneIn, isDelegated, isTreeRoot, unitOf, type OwnGroup } from './own-group.js';
import type { CgroupMount } from './parse-mountinfo.js';
import { isSystemdRunning } from './systemd-bus.js';
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
  if (here.kind === 'final') return { ...here, kind: 'refused' };
  const scope = await enterSystemdScope(uid, mounts);
  if (scope.kind === 'entered') return { ...scope, leave: stay };
  return { ...scope, why: `${here.why}, and ${scope.why}` };
}

type Attempt =
  | Extract<GroupEntry, { kind: 'entered' }>
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'final'; readonly why: string; readonly hint: string };

async function tryHere(own: OwnGroup, uid: number): Promise<Attempt> {
  if (isTreeRoot(own)) return useTreeRoot(own, uid);
  const parent = own.folder.slice(0, own.folder.lastIndexOf('/'));
  // A gateway that opens again, or one that was started by a gateway: the groups are beside this seat.
  if (parseSeatName(unitOf(own)) !== undefined && isOfGateways(parent, uid)) return sit(own, parent, stay);
  const isAlone = await isAloneIn(own);
  if (!(await isDelegated(own, uid))) return isAlone ? refuseService(own) : refuseUndelegated(own);
  if (!isAlone)
    return { kind: 'refused', why: `the control group ${own.path} holds processes that are not ours` };
  return sit(own, own.folder, () => giveSeatBack(own.folder));
}

/** Under an init without groups. There is nothing to move out of: only the root may hold processes and children. */
function useTreeRoot(own: OwnGroup, uid: number): Attempt {
  if (ownerOf(own.folder) === uid && !isSystemdRunning())
    return { kind: 'entered', base: own.folder, leave: stay };
  return { kind: 'refused', why: 'this process is in the root of all control groups, which is not ours' };
}

function isOfGateways(folder: string, uid: number): boolean {
  return folder.endsWith(`/${toScopeName(uid)}`) || fileExists(`${folder}/${toTotalName(uid)}`);
}

async function sit(own: OwnGroup, base: string, leave: () => Promise<void>): Promise<Attempt> {
  try {
    await takeSeat(base);
    return { kind: 'entered', base, leave };
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(errnoOf(error))) throw error;
    return { kind: 'refused', why: `in ${own.path}: ${explainErrno(error)}` };
  }
}

function refuseUndelegated(own: OwnGroup): Attempt {
  return { kind: 'refused', why: `the control group ${own.path} was not delegated to us` };
}

/** A service of its own stays where its administrator put it: leaving would also leave the limits set there. */
function refuseService(own: OwnGroup): Attempt {
  const unit = unitOf(own);
  if (!unit.endsWith('.service')) return refuseUndelegated(own);
  const isUsers = own.path.includes('/user@');
  return {
    kind: 'final',
    why: `the service ${unit} was not given control of its group`,
    hint: `systemctl${isUsers ? ' --user' : ''} edit ${unit}, and add: [Service] Delegate=yes`,
  };
}
