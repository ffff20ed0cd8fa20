// What to do when a layer of the seal could not be set up. The ids are those of guest/pymcp_guest/layers.py.
import { PymcpError } from '../../../core/errors.js';

const doctor = 'run `pymcp doctor`';

const hints: Readonly<Record<string, string>> = {
  channel: `the sandbox could not reach the gateway's socket: where the gateway has many files open raise its limit (ulimit -n); else ${doctor}`,
  cgroup: `the sandbox could not enter its control group; ${doctor} to see which controllers are usable`,
  namespaces:
    'this kernel refuses new namespaces: check the sysctls user.max_user_namespaces and kernel.unprivileged_userns_clone',
  'user-limits': 'the kernel must let a namespace lower its own user.max_user_namespaces (Linux 4.9)',
  mounts: `mounting inside a user namespace is refused; ${doctor}, which tells a container's masked /proc from AppArmor`,
  packages:
    'set XDG_DATA_HOME to a folder on a file system that is not mounted noexec, and make the environment there (pymcp env create); if it was only just removed or made again, run it again',
  workspace: `the workspace could not be mounted: Linux 5.12 or newer is needed; ${doctor}`,
  protection:
    'the secrets in the workspace could not be masked: name a folder without them, or without mounts in it',
  descriptors: 'close_range(2) is needed: use Linux 5.9 or newer',
  landlock: `the kernel has Landlock but refuses its rules; ${doctor}`,
  'signal-scope':
    'without namespaces, only Landlock keeps a run from the processes beside it: Linux 6.12 or newer is needed, and an engine that lets Landlock be used; or let the engine allow nested namespaces',
  scratch: `no folder could be made for the sandbox; ${doctor}`,
  network:
    'the relay of its network could not be started: give the sandbox more memory or processes, or leave the network out',
  seccomp: 'the kernel refuses seccomp filters: CONFIG_SECCOMP_FILTER is needed',
};

/** fail.closed: the run is refused with the layer, the kernel's reason and a hint. */
export function toLayerError(layer: string, reason: string): PymcpError {
  if (layer === 'workspace-changed') {
    return new PymcpError(
      'workspace.changed',
      `the workspace changed while its secrets were being masked: ${reason}; nothing was run`,
      'run it again when nothing else is moving files there',
    );
  }
  return new PymcpError(
    'jail.layer-failed',
    `the jail's layer "${layer}" could not be set up: ${reason}; nothing was run`,
    hints[layer] ?? `${doctor} to see what this machine lacks`,
  );
}
