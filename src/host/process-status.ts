// What the kernel says of one process to everybody: proc_pid_status(5).
import { readKernelFile } from './files.js';

/** Fields by name, e.g. CapEff → 0000000000000000; null where the process is gone. */
export function readProcessStatus(pid: number): ReadonlyMap<string, string> | null {
  const text = readKernelFile(`/proc/${pid}/status`);
  return text === null ? null : parseProcessStatus(text);
}

export function parseProcessStatus(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => line.split(/:\s*/, 2));
  return new Map(lines.map(([name = '', value = '']) => [name, value.trim()]));
}
