// What the kernel counts of a container's control groups, of either version, by a process that is in them.
import { existsSync, readFileSync } from 'node:fs';

const root = '/sys/fs/cgroup';

/** The file of a controller, by its name in version 1 and in version 2. */
function read(pid: string, controller: string, one: string, two: string): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
  const [, , path] =
    lines.map((line) => line.split(':')).find(([, names = '']) => names.split(',').includes(controller)) ??
    [];
  if (path !== undefined) return readFileSync(`${root}/${controller}${path}/${one}`, 'utf8').trim();
  const unified = lines.find((line) => line.startsWith('0::'))?.slice(3) ?? '/';
  const folder = existsSync(`${root}/cgroup.controllers`) ? root : `${root}/unified`;
  return readFileSync(`${folder}${unified}/${two}`, 'utf8').trim();
}

export const memoryLimit = (pid: string): number =>
  Number(read(pid, 'memory', 'memory.limit_in_bytes', 'memory.max'));

/** The most that it ever held, of all that counts: processes, tmpfs, caches. */
export const memoryPeak = (pid: string): number =>
  Number(read(pid, 'memory', 'memory.max_usage_in_bytes', 'memory.peak'));

export const pidsLimit = (pid: string): number => Number(read(pid, 'pids', 'pids.max', 'pids.max'));

/** Nanoseconds of processors that were used. */
export function cpuUsage(pid: string): number {
  const text = read(pid, 'cpuacct', 'cpuacct.usage', 'cpu.stat');
  const [, microseconds] = /^usage_usec (\d+)$/m.exec(text) ?? [];
  return microseconds === undefined ? Number(text) : Number(microseconds) * 1000;
}
