// What the sandboxes of one gateway weigh: proportional memory (proc_pid_smaps_rollup: a page that n processes map counts
// as one n-th in each), added up over the processes of each sandbox.
import { readlinkSync } from 'node:fs';
import { readKernelFile } from '#pymcp/host/files.js';
import { familyOf, namespacePidsOf } from '#pymcp/host/process-tree.js';

const MiB = 1024 * 1024;

export interface JailMemory {
  /** Of each sandbox, all its processes, in MB of 1024² bytes; by pid namespace. */
  readonly sandboxesMb: ReadonlyMap<string, number>;
  /** Of the template and all sandboxes together. */
  readonly wholeMb: number;
}

/** @param gateway pid of the process that opened the template. @throws where the kernel does not let us look */
export function measureJailMemory(gateway: number): JailMemory {
  const outside = namespacePidsOf(gateway).length;
  const sandboxes = new Map<string, number>();
  let wholeMb = 0;
  for (const pid of familyOf(gateway)) {
    const depth = namespacePidsOf(pid).length - outside;
    const megabytes = depth > 0 ? proportionalMb(pid) : 0;
    wholeMb += megabytes;
    // One deeper is the outer jail with the template; a sandbox has a pid namespace inside that.
    if (depth < 2) continue;
    const namespace = readlinkSync(`/proc/${pid}/ns/pid`);
    sandboxes.set(namespace, (sandboxes.get(namespace) ?? 0) + megabytes);
  }
  return { sandboxesMb: sandboxes, wholeMb };
}

function proportionalMb(pid: number): number {
  const found = /^Pss:\s*(\d+) kB$/m.exec(readKernelFile(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  if (found === undefined) throw new Error(`the memory of process ${pid} cannot be read`);
  return (Number(found) * 1024) / MiB;
}
