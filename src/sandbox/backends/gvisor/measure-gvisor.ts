// limit.memory (watched): what a gVisor sandbox uses, where no cgroup counts it: all that its processes on the host have, less what
// its kernel needs for itself.
import { proportionalMemoryOf, memfdBytesOf, residentMemoryOf } from '../../../host/process-tree.js';
import type { SandboxUse } from '../../watchdog/measure-sandbox.js';
import type { Vessel } from '../standalone/vessel.js';
import { ownMemoryBytes } from './gvisor-levels.js';

export function measureGvisor(vessel: Vessel, budgetBytes: number): SandboxUse {
  const pids = vessel.listProcesses();
  // A guest's memory, its tmpfs and its memfds are all one memfd of the kernel's, of which each process maps parts.
  const held = new Map(pids.flatMap((pid) => [...memfdBytesOf(pid)]));
  const shared = [...held.values()].reduce((sum, bytes) => sum + bytes, 0);
  const total = (memoryOf: typeof residentMemoryOf): number =>
    Math.max(0, pids.reduce((sum, pid) => sum + memoryOf(pid).anonymous, shared) - ownMemoryBytes);
  const quick = total(residentMemoryOf);
  // RLIMIT_NPROC counts its processes, in its own kernel.
  return { memoryBytes: quick <= budgetBytes ? quick : total(proportionalMemoryOf), tasks: 0 };
}
