// How many folders of a workspace may stay open for quick looks: descriptors are few on some machines, and others need them. Pure.

const most = 4096;
/** Each Python environment and the language server look by themselves. */
const share = 8;

/** @param limits see proc_pid_limits(5) */
export function countKeptFolders(limits: string): number {
  const soft = limits.match(/^Max open files +(\d+|unlimited)/m)?.[1];
  if (soft === undefined) return 0;
  return soft === 'unlimited' ? most : Math.min(most, Math.floor(Number(soft) / share));
}
