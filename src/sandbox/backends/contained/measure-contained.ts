// limit.memory (watched): what a sandbox without namespaces uses: its processes, their shared memory and sockets, its scratch.
import {
  familyOf,
  namelessBytesOf,
  proportionalMemoryOf,
  residentMemoryOf,
  socketsOf,
  threadCountOf,
} from '../../../host/process-tree.js';
import { type SandboxUse, sharedBytes } from '../../watchdog/measure-sandbox.js';
import type { ScratchFolders } from './scratch-folders.js';

const inodeBytes = 1024;
/** What the buffers of one socket can hold (net.core.wmem_max as delivered, which the kernel doubles). */
const socketBytes = 2 * 212_992;
/** An ordinary program has some, and they are almost empty. */
const freeSockets = 64;

/** @param keeper host pid of the sandbox's keeper, below which all of its processes are */
export function measureContained(keeper: number, budgetBytes: number, scratch: ScratchFolders): SandboxUse {
  const pids = familyOf(keeper);
  const files = scratch.use();
  const sockets = new Set(pids.flatMap(socketsOf)).size;
  const apart =
    files.bytes +
    files.inodes * inodeBytes +
    Math.max(0, sockets - freeSockets) * socketBytes +
    sharedBytes(pids, budgetBytes, namelessBytesOf);
  const tasks = pids.reduce((sum, pid) => sum + threadCountOf(pid), 0);
  const total = (memoryOf: typeof residentMemoryOf): number => {
    const parts = pids.map(memoryOf);
    const shared = parts.reduce((sum, part) => sum + part.shared, 0);
    return parts.reduce((sum, part) => sum + part.anonymous, 0) + Math.max(shared, apart);
  };
  const quick = total(residentMemoryOf);
  return { memoryBytes: quick <= budgetBytes ? quick : total(proportionalMemoryOf), tasks };
}
