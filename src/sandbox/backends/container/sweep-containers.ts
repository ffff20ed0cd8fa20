// jail.once: ends what the containers of gateways that were killed have left. Ordinarily that is nothing: a launcher ends them where
// its gateway goes, and pid 1 of each ends where its line does.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { killProcess } from '../../../host/cgroup-fs.js';
import { readdir, readKernelFile } from '../../../host/files.js';
import { familyOf, namespacePidsOf } from '../../../host/process-tree.js';
import { startTimeOf } from '../../../host/start-time.js';

/** Of a gateway, as the name of its runtime folder has it. */
export interface NamedGateway {
  readonly pid: number;
  readonly startTime: string;
}

/** @param folder of this gateway's template, beside those of others of the same user */
export async function sweepContainers(folder: string): Promise<void> {
  const parent = dirname(folder);
  const depth = namespacePidsOf(process.pid).length;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)) {
    const gateway = gatewayOf(readKernelFile(`/proc/${pid}/cmdline`) ?? '', parent);
    if (gateway === null || startTimeOf(gateway.pid) === gateway.startTime) continue;
    // Of a gateway in a container, whose processes we see: its numbers mean others here.
    if (namespacePidsOf(pid).length !== depth) continue;
    for (const member of familyOf(pid).reverse()) killProcess(member);
  }
}

/** Of a container: conmon has it among its words, as the launcher has the folder. @param folder of the gateway's template */
export function toContainerName(folder: string, id: number): string {
  const parent = dirname(folder);
  return `pymcp-${markOf(parent)}-${folder.slice(parent.length + 1)}-run-${id}`;
}

/** The gateway that a process of a container of this user's names among its words; null where it is none of those. */
export function gatewayOf(commandLine: string, parent: string): NamedGateway | null {
  const mark = markOf(parent);
  for (const word of commandLine.split('\0')) {
    const [prefix] = [`${parent}/`, `pymcp-${mark}-`].filter((start) => word.startsWith(start));
    if (prefix === undefined) continue;
    const found = /^gw-(\d+)-(\d+)-[0-9a-f]+[/-]run-\d+$/.exec(word.slice(prefix.length));
    if (found?.[1] !== undefined && found[2] !== undefined)
      return { pid: Number(found[1]), startTime: found[2] };
  }
  return null;
}

/** Another user's gateways, whose folders lie elsewhere, are not ours to judge, also where we are root. */
function markOf(parent: string): string {
  return createHash('sha256').update(parent).digest('hex').slice(0, 8);
}
