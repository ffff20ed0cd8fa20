// When a process began: its number is used again, the two together are not.
import { readKernelFile } from './files.js';

/** Clock ticks after boot at which a process started (field 22 of proc_pid_stat(5)); null where it is gone. */
export function startTimeOf(pid: number): string | null {
  const text = readKernelFile(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
