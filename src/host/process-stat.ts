// What the kernel says of one process in a line: proc_pid_stat(5). Fields are numbered as there.
import { readKernelFile } from './files.js';

export interface ProcessStat {
  /** Gone but for its number, which its parent has not taken back yet: it holds nothing any more. */
  readonly isDead: boolean;
  /** Clock ticks after boot at which it started (field 22). */
  readonly startTicks: string;
  /** Of processor time, in user mode and in the kernel (fields 14 and 15). */
  readonly cpuTicks: number;
}

/** Null where it is gone. */
export function readProcessStat(pid: number): ProcessStat | null {
  const text = readKernelFile(`/proc/${pid}/stat`);
  return text === null || text === '' ? null : parseProcessStat(text);
}

/** @throws Error where the text is something else */
export function parseProcessStat(text: string): ProcessStat {
  // The second field is the program's name in parentheses and may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): string => fields[number - 3] ?? '';
  const startTicks = field(22);
  if (!/^\d+$/.test(startTicks)) throw new Error('unexpected /proc/<pid>/stat');
  return {
    isDead: ['Z', 'X'].includes(field(3)),
    startTicks,
    cpuTicks: Number(field(14)) + Number(field(15)),
  };
}
