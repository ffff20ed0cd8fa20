// jail.once: removes the containers and images that gateways which were killed have left. A container ends where the line to its
// gateway does, and Docker removes it; what was not started yet, and the image, stay.
import { dirname } from 'node:path';
import { startTimeOf } from '../../../host/start-time.js';
import { gatewayOf } from '../container/sweep-containers.js';
import { gatewayLabel } from './container-body.js';
import type { DockerDaemon } from './docker-daemon.js';

/** Only where the daemon sees processes as we do: its gateways are known by their pids. @param folder of this gateway's template */
export async function sweepDocker(daemon: DockerDaemon, folder: string): Promise<void> {
  const parent = dirname(folder);
  const isDead = (name: string): boolean => {
    const gateway = gatewayOf(name, parent);
    return gateway !== null && startTimeOf(gateway.pid) !== gateway.startTime;
  };
  for (const { id, name } of await daemon.listContainers(gatewayLabel))
    if (isDead(name)) await daemon.remove(id);
  for (const reference of await daemon.listImages(gatewayLabel)) {
    const tag = reference.slice(reference.lastIndexOf(':') + 1);
    if (isDead(tag)) await daemon.removeImage(reference);
  }
}
