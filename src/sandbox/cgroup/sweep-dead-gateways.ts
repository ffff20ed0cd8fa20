// Removes the groups that gateways left behind which were killed before they could tidy up.
import { fileExists, listFolders } from '../../host/cgroup-fs.js';
import { parseGatewayName } from './group-names.js';
import { readStartTicks, type ProcessIdentity } from './process-identity.js';
import { endGroup } from './remove-group.js';

/**
 * Safe against gateways that start or sweep at the same moment: a group is named for its owner, so a living owner is
 * never mistaken, and a group that is already gone is a success. What cannot be removed now is left to the next sweep;
 * it still counts towards the total.
 */
export async function sweepDeadGateways(totalFolder: string, self: ProcessIdentity): Promise<void> {
  if (!fileExists(totalFolder)) return;
  for (const name of await listFolders(totalFolder)) {
    const owner = parseGatewayName(name);
    if (owner === undefined || (await mayLive(owner, self))) continue;
    try {
      await endGroup(`${totalFolder}/${name}`);
    } catch {
      continue;
    }
  }
}

/** Of an owner in another pid namespace we cannot know, so we leave it alone. */
async function mayLive(owner: ProcessIdentity, self: ProcessIdentity): Promise<boolean> {
  if (owner.pidNamespace !== self.pidNamespace) return true;
  return (await readStartTicks(owner.pid)) === owner.startTicks;
}
