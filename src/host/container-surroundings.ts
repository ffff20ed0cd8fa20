// What tells whether this process is alone in a container of our image. Each sign is the kernel's or root's word: neither a
// variable nor a file of a user counts.
import { networkInterfaces } from 'node:os';
import type { ContainerSurroundings } from '../core/container-address.js';
import { exists, inspectPath, readLinkTarget } from './files.js';

/** Put there by the Containerfile. */
const mark = '/usr/share/isolated-pymcp/image';

/** PROC_PID_INIT_INO (include/linux/proc_ns.h): the same on every kernel since 3.8. */
const firstPidNamespace = 'pid:[4026531836]';

/** A setting of the kernel that only the first network namespace shows (net/core/sysctl_net_core.c, net_core_table). */
const hostNetworkSetting = '/proc/sys/net/core/netdev_max_backlog';

export async function seeContainerSurroundings(): Promise<ContainerSurroundings> {
  const [found, pidNamespace, sharesNetwork] = await Promise.all([
    inspectPath(mark),
    readLinkTarget('/proc/self/ns/pid'),
    exists(hostNetworkSetting),
  ]);
  return {
    isOurImage: found?.uid === 0 && (found.mode & 0o022) === 0 && !found.isLink,
    sharesProcesses: pidNamespace === null || pidNamespace === firstPidNamespace,
    sharesNetwork,
    addresses: listAddresses(),
  };
}

function listAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) =>
    list.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  );
}
