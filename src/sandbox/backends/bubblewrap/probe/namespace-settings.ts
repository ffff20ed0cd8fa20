// Settings of the kernel and of AppArmor that decide whether an ordinary process may make namespaces.
import { exists, readKernelFile } from '../../../../host/files.js';

export interface NamespaceSettings {
  /** user.max_user_namespaces; null where the kernel does not say. */
  readonly maxUserNamespaces: number | null;
  /** kernel.unprivileged_userns_clone, which Debian's kernels have had: 0 forbids; null where there is none. */
  readonly unprivilegedClone: number | null;
  /** kernel.apparmor_restrict_unprivileged_userns, Ubuntu from 23.10 on: 1 takes the capabilities away again. */
  readonly appArmorRestriction: number | null;
  /** The AppArmor profile is active that takes every capability from what bubblewrap starts. */
  readonly hasRestrictiveProfile: boolean;
  readonly isContainer: boolean;
}

/** Shipped in apparmor from Ubuntu 25.04 on, and in apparmor-profiles as an extra before that. */
const restrictiveProfile = 'bwrap-userns-restrict';

export async function readNamespaceSettings(isContainer: boolean): Promise<NamespaceSettings> {
  const folder = '/etc/apparmor.d';
  return {
    maxUserNamespaces: readNumber('user/max_user_namespaces'),
    unprivilegedClone: readNumber('kernel/unprivileged_userns_clone'),
    appArmorRestriction: readNumber('kernel/apparmor_restrict_unprivileged_userns'),
    hasRestrictiveProfile:
      (await exists(`${folder}/${restrictiveProfile}`)) &&
      !(await exists(`${folder}/disable/${restrictiveProfile}`)),
    isContainer,
  };
}

function readNumber(name: string): number | null {
  const text = readKernelFile(`/proc/sys/${name}`);
  return text === null ? null : Number.parseInt(text, 10);
}
