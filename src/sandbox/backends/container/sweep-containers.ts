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

/** The folder that a process of a container of ours names among its words; null where it is none of those. */
export function gatewayOf(commandLine: string, parent: string): string | null {
  const words = commandLine.split('\0');
  for (const word of words) {
    if (!word.startsWith(`${parent}/gw-`)) continue;
    const [gateway = '', run = ''] = word.slice(parent.length + 1).split('/');
    if (/^run-\d+$/.test(run)) return gateway;
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
