// user.mcp: who guest code is to a Docker daemon. The daemon of root maps no ids: guest code is to it who it is outside. A rootless
// daemon is in a user namespace of its user's, whose root is that user outside (docs.docker.com/engine/security/rootless). Its sandboxes
// are the first of the user's subordinate ids, who owns nothing. They enter user namespaces in which there is nobody else; those of root's
// daemon do so where this machine lets them.
import { PymcpError } from '../../../core/errors.js';
import { readKernelFile } from '../../../host/files.js';
import { currentIdentity, type Identity } from '../../../host/process-identity.js';
import { findOtherIdentity } from '../container/other-identity.js';
import { explainSettings } from '../bubblewrap/probe/explain-namespaces.js';
import { type NamespaceSettings, readNamespaceSettings } from '../bubblewrap/probe/namespace-settings.js';
import { insideId } from '../bubblewrap/template-plan.js';
import type { DaemonInfo } from './daemon-answers.js';

export interface DockerIds {
  /** Of the container, as its daemon counts: who connects to us. */
  readonly container: Identity;
  /** Of the gateway, likewise. */
  readonly gateway: Identity;
  /** Of guest code, likewise. */
  readonly guest: Identity;
  /** Of guest code, as it sees itself. */
  readonly shown: number;
  /** Of guest code, as this machine counts. */
  readonly outside: Identity;
  readonly isRootless: boolean;
  /** Whether guest code enters user namespaces of its own. */
  readonly ownUsers: boolean;
}

type Security = Pick<DaemonInfo, 'SecurityOptions'>;

export function isRootless(info: Security): boolean {
  return findOption(info, 'rootless') !== undefined;
}

/**
 * @param guest who guests are where nobody maps ids
 * @param settings for tests; left out, those of this machine
 * @throws PymcpError `host.unsupported` where the daemon maps ids in another way, `host.identity-unavailable`
 */
export async function findDockerIds(
  guest: Identity,
  info: Security,
  settings?: NamespaceSettings,
): Promise<DockerIds> {
  const remapped = findOption(info, 'userns');
  if (remapped !== undefined)
    throw new PymcpError(
      'host.unsupported',
      `the Docker daemon maps user ids (${remapped}), which the backend docker does not support; nothing was run`,
      'use a daemon without userns-remap, a rootless one, or the backend container, which is of Podman (docs/backends/container.md)',
    );
  if (!isRootless(info)) {
    const ownUsers = permitsOwnUsers(settings ?? (await readNamespaceSettings(false)));
    return {
      ...{ container: guest, gateway: currentIdentity(), guest, outside: guest },
      ...{ shown: ownUsers ? insideId : guest.uid, isRootless: false, ownUsers },
    };
  }
  if (currentIdentity().uid === 0) throw otherOwner(0);
  const outside = await findOtherIdentity(guest);
  return {
    ...{ container: rootInside, gateway: rootInside, guest: firstInside },
    ...{ shown: insideId, outside, isRootless: true, ownUsers: true },
  };
}

/**
 * In a container of root's daemon, which has no capability. Where AppArmor restricts them, whoever is in such a namespace has none either
 * and could not empty its bounding set.
 */
function permitsOwnUsers(settings: NamespaceSettings): boolean {
  return explainSettings(settings) === null && settings.appArmorRestriction !== 1;
}

/** As rootlesskit maps them: the user itself, and then its subordinate ids in their order. */
const rootInside: Identity = { uid: 0, gid: 0 };
const firstInside: Identity = { uid: 1, gid: 1 };

function findOption({ SecurityOptions }: Security, name: 'rootless' | 'userns'): string | undefined {
  return (SecurityOptions ?? []).find((option) => option.split(',', 1)[0] === `name=${name}`);
}

/**
 * Who an id of a user namespace is outside of it; null where nobody.
 * @param map uid_map or gid_map of a process in it, as we see it (user_namespaces(7))
 */
export function toOutside(map: string, id: number): number | null {
  for (const line of map.split('\n')) {
    const [inside = NaN, outside = NaN, count = NaN] = line.trim().split(/\s+/).map(Number);
    if (id >= inside && id < inside + count) return outside + id - inside;
  }
  return null;
}

/** What the daemon says is not taken for it. @throws PymcpError `host.unsupported` */
export function refuseOtherIds(
  pid: number,
  { container, guest, outside }: DockerIds,
  gateway: Identity,
): void {
  const [users = '', groups = ''] = ['uid_map', 'gid_map'].map(
    (file) => readKernelFile(`/proc/${pid}/${file}`) ?? '',
  );
  const isMapped = (inside: Identity, outer: Identity): boolean =>
    toOutside(users, inside.uid) === outer.uid && toOutside(groups, inside.gid) === outer.gid;
  if (isMapped(container, gateway) && isMapped(guest, outside)) return;
  throw otherOwner(gateway.uid);
}

function otherOwner(uid: number): PymcpError {
  return new PymcpError(
    'host.unsupported',
    `the rootless Docker daemon does not map user ${uid} and its subordinate ids as it should; nothing was run`,
    'run pymcp as the user who started the daemon, or start the daemon again: what /etc/subuid and /etc/subgid say may have changed',
  );
}
