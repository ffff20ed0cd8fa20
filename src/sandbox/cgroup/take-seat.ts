// cgroup v2: moves this process, and only this one, into a group `gateway-<pid>` beside the groups it makes.
// A group that hands on controllers may hold no process itself (cgroup-v2.rst, "No Internal Process Constraint").
import {
  listFolders,
  makeGroupFolder,
  readControlFile,
  removeGroupFolder,
  writeControlFile,
} from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { parseSeatName, toSeatName } from './group-names.js';
import { readStartTicks } from './process-identity.js';

/** @throws the system's error where the group may not be written to */
export async function takeSeat(base: string): Promise<void> {
  await makeSeat(base);
  await writeControlFile(`${base}/${toSeatName(process.pid)}/cgroup.procs`, String(process.pid));
  await sweepSeats(base);
}

export async function makeSeat(base: string): Promise<void> {
  try {
    await makeGroupFolder(`${base}/${toSeatName(process.pid)}`);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

/** Empty seats of gateways that are gone. A seat that is not empty refuses to be removed. */
async function sweepSeats(base: string): Promise<void> {
  for (const name of await listFolders(base)) {
    const pid = parseSeatName(name);
    if (pid === undefined || (await readStartTicks(pid)) !== undefined) continue;
    await removeGroupFolder(`${base}/${name}`).catch(() => undefined);
  }
}

/**
 * Puts things back where we were alone in the group. Where others have come in since, the kernel refuses one of the
 * steps and the seat simply stays: the next gateway sweeps it.
 */
export async function giveSeatBack(base: string): Promise<void> {
  try {
    const enabled = (await readControlFile(`${base}/cgroup.subtree_control`))
      .trim()
      .split(' ')
      .filter(Boolean);
    await writeControlFile(`${base}/cgroup.subtree_control`, enabled.map((name) => `-${name}`).join(' '));
    await writeControlFile(`${base}/cgroup.procs`, String(process.pid));
    await removeGroupFolder(`${base}/${toSeatName(process.pid)}`);
  } catch {
    return;
  }
}
