// The processes of a container, of the text of their /proc/PID/status one after another (proc_pid_status(5)).
import type { ProcessFacts } from './facts.js';

export function parseProcesses(printed: string): ProcessFacts[] {
  return printed
    .split(/^(?=Name:)/m)
    .filter((part) => part.startsWith('Name:'))
    .map((part) => {
      const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(part)?.[1] ?? '';
      return {
        pid: Number(field('Pid')),
        name: field('Name'),
        uid: Number(field('Uid').split(/\s+/)[0]),
        boundingSet: field('CapBnd'),
        hasNoNewPrivileges: field('NoNewPrivs') === '1',
        seccompMode: Number(field('Seccomp')),
      };
    });
}
