// Processes below one of ours, as the kernel shows them in /proc. Synchronous: each read takes microseconds.
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { readKernelFile } from './files.js';
import { readProcessStat } from './process-stat.js';

/** Host pids of the children of a process (all its threads'), proc_pid_task(5). */
export function childrenOf(pid: number): number[] {
  return listNumbers(`/proc/${pid}/task`).flatMap((thread) =>
    (readKernelFile(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** A process and everything below it, host pids. */
export function familyOf(pid: number): number[] {
  const found = [pid];
  for (const parent of found) found.push(...childrenOf(parent));
  return found;
}

/** False when the process has gone or is a zombie, which holds nothing any more. */
export function isAlive(pid: number): boolean {
  return readProcessStat(pid)?.isDead === false;
}

/** The pids of a process from the outermost namespace inwards (NSpid in proc_pid_status(5)). */
export function namespacePidsOf(pid: number): number[] {
  const line = /^NSpid:\s*(.*)$/m.exec(readKernelFile(`/proc/${pid}/status`) ?? '')?.[1];
  return (line ?? '').split(/\s+/).filter(Boolean).map(Number);
}

/** Tasks (threads) of a process. */
export function threadCountOf(pid: number): number {
  return Number(/^Threads:\s*(\d+)$/m.exec(readKernelFile(`/proc/${pid}/status`) ?? '')?.[1] ?? 0);
}

export interface ProcessMemory {
  /** Private and copy-on-write pages and the page tables, which can be larger than what they map, in bytes. */
  readonly anonymous: number;
  /** Mapped tmpfs, memfd and shared anonymous pages, in bytes. */
  readonly shared: number;
}

/** Resident memory: an upper bound, pages that processes share are counted in each. */
export function residentMemoryOf(pid: number): ProcessMemory {
  const text = readKernelFile(`/proc/${pid}/status`) ?? '';
  return {
    anonymous: kilobytes(text, 'RssAnon') + kilobytes(text, 'VmPTE'),
    shared: kilobytes(text, 'RssShmem'),
  };
}

/** Proportional memory: exact where pages are shared, and slower to read. */
export function proportionalMemoryOf(pid: number): ProcessMemory {
  const text = readKernelFile(`/proc/${pid}/smaps_rollup`) ?? '';
  const tables = kilobytes(readKernelFile(`/proc/${pid}/status`) ?? '', 'VmPTE');
  return { anonymous: kilobytes(text, 'Pss_Anon') + tables, shared: kilobytes(text, 'Pss_Shmem') };
}

/** Bytes of the memfds that a process holds open, by inode number: they need not be mapped anywhere. */
export function memfdBytesOf(pid: number): Map<number, number> {
  return heldBytesOf(pid, (name) => name.startsWith('/memfd:'));
}

function heldBytesOf(pid: number, isWanted: (name: string) => boolean): Map<number, number> {
  const found = new Map<number, number>();
  for (const fd of listNumbers(`/proc/${pid}/fd`)) {
    const path = `/proc/${pid}/fd/${fd}`;
    try {
      if (!isWanted(readlinkSync(path))) continue;
      const { ino, blocks } = statSync(path);
      found.set(ino, blocks * 512);
    } catch {
      // Closed in between.
    }
  }
  return found;
}

/** As memfdBytesOf, and of files that it holds open and that have no name any more. */
export function namelessBytesOf(pid: number): Map<number, number> {
  return heldBytesOf(pid, (name) => name.startsWith('/memfd:') || name.endsWith(' (deleted)'));
}

/** The sockets that a process holds open, as the kernel names them. */
export function socketsOf(pid: number): string[] {
  return listNumbers(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const name = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return name.startsWith('socket:') ? [name] : [];
    } catch {
      // Closed in between.
      return [];
    }
  });
}

/** Tasks of one user id, in this pid namespace: what RLIMIT_NPROC counts. */
export function taskCountOfUser(uid: number): number {
  return listNumbers('/proc')
    .filter((pid) => ownerOf(pid) === uid)
    .reduce((sum, pid) => sum + threadCountOf(pid), 0);
}

function ownerOf(pid: number): number {
  return Number(/^Uid:\s*(\d+)/m.exec(readKernelFile(`/proc/${pid}/status`) ?? '')?.[1] ?? -1);
}

/**
 * Address space that is neither data, stack nor program: where shared memory would be mapped. Pages of shared memory stay
 * when whoever wrote them has unmapped or forgotten them, so what is resident says nothing.
 */
export function otherMappedBytesOf(pid: number): number {
  const text = readKernelFile(`/proc/${pid}/status`) ?? '';
  const known = ['VmData', 'VmStk', 'VmExe', 'VmLib'].map((field) => kilobytes(text, field));
  return kilobytes(text, 'VmSize') - known.reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes of shared anonymous memory and memfds that a process has mapped, touched or not, by inode number. */
export function sharedMappingsOf(pid: number): Map<number, number> {
  const found = new Map<number, number>();
  const pattern =
    /^([0-9a-f]+)-([0-9a-f]+) ..[-x]s ([0-9a-f]+) \S+ (\d+)\s+(?:\/dev\/zero \(deleted\)|\/memfd:)/gm;
  for (const match of (readKernelFile(`/proc/${pid}/maps`) ?? '').matchAll(pattern)) {
    const [start = 0, end = 0, offset = 0] = match.slice(1, 4).map((word) => Number.parseInt(word, 16));
    const inode = Number(match[4]);
    found.set(inode, Math.max(found.get(inode) ?? 0, offset + end - start));
  }
  return found;
}

/** Sockets in the network namespace of a process. */
export function socketCountOf(pid: number): number {
  return Number(/^sockets: used (\d+)$/m.exec(readKernelFile(`/proc/${pid}/net/sockstat`) ?? '')?.[1] ?? 0);
}

function listNumbers(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number);
  } catch {
    return [];
  }
}

function kilobytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
}
