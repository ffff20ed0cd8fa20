// limit.memory (watched): what a gVisor sandbox uses, where no cgroup counts it: all that its processes on the host have, less what
// its kernel needs for itself, and its scratch folders, which are the host's.
import { proportionalMemoryOf, memfdBytesOf, residentMemoryOf } from '../../../host/process-tree.js';
import { type SandboxUse, scratchBytes } from '../../watchdog/measure-sandbox.js';
import { scratch } from '../standalone/root-plan.js';
import type { Vessel } from '../standalone/vessel.js';
import { ownMemoryBytes } from './gvisor-levels.js';

type Seen = Pick<Vessel, 'hostInit' | 'listProcesses'>;

/** @param view where its scratch folders are mounted, for its processes alone */
export function measureGvisor(vessel: Seen, budgetBytes: number, view: string): SandboxUse {
  const pids = vessel.listProcesses();
  const { hostInit } = vessel;
  const folders = Object.keys(scratch).map((name) => `${view}/${name}`);
  const written = hostInit === null ? 0 : scratchBytes(hostInit, folders);
  // A guest's memory and its memfds are all one memfd of the kernel's, of which each process maps parts.
  const held = new Map(pids.flatMap((pid) => [...memfdBytesOf(pid)]));
  const shared = [...held.values()].reduce((sum, bytes) => sum + bytes, written);
  const total = (memoryOf: typeof residentMemoryOf): number =>
    Math.max(0, pids.reduce((sum, pid) => sum + memoryOf(pid).anonymous, shared) - ownMemoryBytes);
  const quick = total(residentMemoryOf);
  // RLIMIT_NPROC counts its processes, in its own kernel.
  return { memoryBytes: quick <= budgetBytes ? quick : total(proportionalMemoryOf), tasks: 0 };
}
