// cgroup v2 under systemd: enters a delegated scope, shared by all gateways of a user so that the total is the user's.
// The scope ends by itself with its last process; systemd then removes every group below it (systemd.scope(5)).
import { setTimeout as delay } from 'node:timers/promises';
import { errnoOf } from '../../host/errno.js';
import { toScopeName, toSeatName } from './group-names.js';
import { locateGroup } from './locate-group.js';
import { findOwnGroup } from './own-group.js';
import type { CgroupMount } from './parse-mountinfo.js';
import { openSystemdBus, type SystemdBus } from './systemd-bus.js';
import { makeSeat, takeSeat } from './take-seat.js';

export type ScopeEntry =
  | { readonly kind: 'entered'; readonly base: string }
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string };

const mostAttempts = 10;
const patienceMs = 10_000;

export async function enterSystemdScope(uid: number, mounts: readonly CgroupMount[]): Promise<ScopeEntry> {
  const bus = openSystemdBus(uid);
  if ('why' in bus) return { kind: 'refused', ...bus };
  const scope = toScopeName(uid);
  let refusal = '';
  // Another gateway may start or end the scope between our question and our call: then the next round finds it so.
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const base = (await findScope(bus, scope, mounts)) ?? '';
    const answer = base === '' ? await startScope(bus, scope) : await joinScope(bus, scope, base);
    if (answer === 'entered') {
      const entered = await waitUntilInside(scope, mounts);
      if (entered !== undefined) return { kind: 'entered', base: entered };
      refusal = 'this process did not arrive in its scope';
      break;
    }
    refusal = answer;
    await delay(50 * attempt);
  }
  const user = uid === 0 ? '' : ' --user';
  return {
    kind: 'refused',
    why: `systemd did not give us a scope: ${refusal}`,
    hint: `start it in one: systemd-run${user} --scope -p Delegate=yes pymcp …`,
  };
}

async function findScope(
  bus: SystemdBus,
  scope: string,
  mounts: readonly CgroupMount[],
): Promise<string | undefined> {
  const path = await bus.readProperty(scope, 'ControlGroup');
  return typeof path === 'string' && path !== '' ? locateGroup(mounts, 'unified', path) : undefined;
}

/**
 * Delegate=: the groups below are ours. CollectMode: a scope that ended badly leaves no unit that blocks the name.
 * With Delegate= the OOM policy is `continue`: an OOM kill in a sandbox does not end the scope (systemd.scope(5)).
 */
async function startScope(bus: SystemdBus, scope: string): Promise<'entered' | (string & {})> {
  const properties = [
    ...['Description', 's', 'isolated-pymcp gateways'],
    ...['Delegate', 'b', 'true'],
    ...['CollectMode', 's', 'inactive-or-failed'],
    ...['PIDs', 'au', '1', String(process.pid)],
  ];
  const { status, stderr } = await bus.call('StartTransientUnit', 'ssa(sv)a(sa(sv))', [
    scope,
    'fail',
    '4',
    ...properties,
    '0',
  ]);
  return status === 0 ? 'entered' : stderr.trim();
}

/** The sub-group must stand before systemd moves us into it, because the scope's own group holds no process. */
async function joinScope(bus: SystemdBus, scope: string, base: string): Promise<'entered' | (string & {})> {
  try {
    await makeSeat(base);
  } catch (error) {
    return `its group is gone (${errnoOf(error)})`;
  }
  const seat = `/${toSeatName(process.pid)}`;
  const { status, stderr } = await bus.call('AttachProcessesToUnit', 'ssau', [
    scope,
    seat,
    '1',
    String(process.pid),
  ]);
  return status === 0 ? 'entered' : stderr.trim();
}

/** Systemd answers before its job is done. */
async function waitUntilInside(scope: string, mounts: readonly CgroupMount[]): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const own = await findOwnGroup(mounts);
    const end = own === undefined ? -1 : own.folder.indexOf(`/${scope}`);
    if (own !== undefined && end !== -1) {
      const base = own.folder.slice(0, end + scope.length + 1);
      await takeSeat(base);
      return base;
    }
    await delay(5);
  }
  return undefined;
}
