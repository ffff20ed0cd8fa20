// What a sandbox uses, summed by the host from outside, where no cgroup counts it.
import { readFileSystemUse } from '../../host/files.js';
import {
  familyOf,
  memfdBytesOf,
  otherMappedBytesOf,
  type ProcessMemory,
  proportionalMemoryOf,
  residentMemoryOf,
  sharedMappingsOf,
  socketCountOf,
  threadCountOf,
} from '../../host/process-tree.js';

export interface SandboxUse {
  readonly memoryBytes: number;
  readonly tasks: number;
}

const scratchFolders = ['/tmp', '/dev/shm', '/home/mcp'] as const;

/** Kernel memory behind one inode of a tmpfs (FACTS: 600,000 empty files cost 610 MB). */
const inodeBytes = 1024;

/** What the buffers of one socket can hold (net.core.wmem_max as delivered, which the kernel doubles). */
const socketBytes = 2 * 212_992;
/** An ordinary program has some, and they are almost empty. */
const freeSockets = 64;

/**
 * limit.memory (watched): processes, shared memory, sockets, tmpfs bytes and inodes.
 * @param init host pid of the sandbox's pid 1
 * @param budgetBytes up to here the quick upper bound is good enough; beyond it, exact figures are read
 */
export function measureSandbox(init: number, budgetBytes: number): SandboxUse {
  const pids = familyOf(init);
  const scratch =
    scratchBytes(init, scratchFolders) + socketBufferBytes(init) + sharedBytes(pids, budgetBytes);
  const tasks = pids.reduce((sum, pid) => sum + threadCountOf(pid), 0);
  const quick = total(pids.map(residentMemoryOf), scratch);
  if (quick <= budgetBytes) return { memoryBytes: quick, tasks };
  return { memoryBytes: total(pids.map(proportionalMemoryOf), scratch), tasks };
}

/** Mapped scratch files are in both sums, so the larger of the two counts. */
function total(parts: readonly ProcessMemory[], scratch: number): number {
  const anonymous = parts.reduce((sum, part) => sum + part.anonymous, 0);
  const shared = parts.reduce((sum, part) => sum + part.shared, 0);
  return anonymous + Math.max(shared, scratch);
}

/** @param folders absolute paths, as the process finds them */
export function scratchBytes(init: number, folders: readonly string[]): number {
  return folders.reduce((sum, folder) => {
    // The path leads through mounts that the guest cannot change or replace: its root is read-only.
    const use = readFileSystemUse(`/proc/${init}/root${folder}`);
    return use === null ? sum : sum + use.bytes + use.inodes * inodeBytes;
  }, 0);
}

/** Measured on 6.18: 5.4 GB lay in the buffers of socket pairs, in no process's memory. */
function socketBufferBytes(init: number): number {
  return Math.max(0, socketCountOf(init) - freeSockets) * socketBytes;
}

/** Maps are slow to read, so only where there is room in them for much. */
export function sharedBytes(
  pids: readonly number[],
  budgetBytes: number,
  heldBytesOf: typeof memfdBytesOf = memfdBytesOf,
): number {
  const room = pids.reduce((sum, pid) => sum + otherMappedBytesOf(pid), 0);
  const byInode = new Map(pids.flatMap((pid) => [...heldBytesOf(pid)]));
  if (room > budgetBytes / 4) {
    for (const pid of pids)
      for (const [inode, bytes] of sharedMappingsOf(pid))
        byInode.set(inode, Math.max(byInode.get(inode) ?? 0, bytes));
  }
  return [...byInode.values()].reduce((sum, bytes) => sum + bytes, 0);
}
