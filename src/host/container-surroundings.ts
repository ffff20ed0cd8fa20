// What tells whether this process is alone in a container of our image. Each sign is the kernel's or root's word: neither a
// variable nor a file of a user counts.
import { networkInterfaces } from 'node:os';
import type { ContainerSurroundings } from '../core/container-address.js';
import { imageMark, isRootsMark, sharesHostProcesses } from './container-mark.js';
import { exists } from './files.js';

/** A setting of the kernel that only the first network namespace shows (net/core/sysctl_net_core.c, net_core_table). */
const hostNetworkSetting = '/proc/sys/net/core/netdev_max_backlog';

export async function seeContainerSurroundings(): Promise<ContainerSurroundings> {
  const [isOurImage, sharesProcesses, sharesNetwork] = await Promise.all([
    isRootsMark(imageMark),
    sharesHostProcesses(),
    exists(hostNetworkSetting),
  ]);
  return { isOurImage, sharesProcesses, sharesNetwork, addresses: listAddresses() };
}

function listAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) =>
    list.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  );
}
