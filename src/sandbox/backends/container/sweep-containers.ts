// jail.once: ends what the containers of gateways that were killed have left. Ordinarily that is nothing: a launcher ends them where
// its gateway goes, and pid 1 of each ends where its line does.
import { dirname } from 'node:path';
import { killProcess } from '../../../host/cgroup-fs.js';
import { readdir, readKernelFile } from '../../../host/files.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { familyOf } from '../../../host/process-tree.js';
import { readProcessStatus } from '../../../host/process-status.js';

/** @param folder of this gateway's template, beside those of others */
export async function sweepContainers(folder: string): Promise<void> {
  const parent = dirname(folder);
  const living = new Set(await readdir(parent));
  for (const pid of listOwnProcesses(await readdir('/proc'))) {
    const owner = gatewayOf(readKernelFile(`/proc/${pid}/cmdline`) ?? '', parent);
    // openRuntimeFolder has removed the folders of those that have gone.
    if (owner === null || living.has(owner)) continue;
    for (const member of familyOf(pid).reverse()) killProcess(member);
  }
}

/** Of a container: conmon has it among its words, as the launcher has the folder. @param gateway the name of its folder */
export function toContainerName(gateway: string, id: number): string {
  return `pymcp-${gateway}-run-${id}`;
}

/** The gateway's folder that a process of a container of ours names among its words; null where it is none of those. */
export function gatewayOf(commandLine: string, parent: string): string | null {
  for (const word of commandLine.split('\0')) {
    const path = word.startsWith(`${parent}/`) ? word.slice(parent.length + 1) : '';
    const found = /^(gw-[0-9a-f-]+)\/run-\d+$/.exec(path) ?? /^pymcp-(gw-[0-9a-f-]+)-run-\d+$/.exec(word);
    if (found?.[1] !== undefined) return found[1];
  }
  return null;
}

function uidOf(pid: number): number {
  return Number(readProcessStatus(pid)?.get('Uid')?.split('\t')[0] ?? -1);
}

function listOwnProcesses(names: readonly string[]): number[] {
  const own = currentIdentity().uid;
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => own === 0 || uidOf(pid) === own);
}
