// Arguments to which the kernel itself would not give the answer that the table gives. Pure data.
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { nonsense, type Probe, refusedAnswers, type Right, withNumbers } from './probe.js';

/** Of these the kernel asks for a right first, and says EPERM too; who has it is told that the arguments are nonsense. */
const rights: Readonly<Partial<Record<SyscallName, Right>>> = {
  pivot_root: 'of namespaces',
  move_mount: 'of namespaces',
  fsopen: 'of namespaces',
  fsmount: 'of namespaces',
  fspick: 'of namespaces',
  reboot: 'of namespaces',
  sethostname: 'of namespaces',
  setdomainname: 'of namespaces',
  fanotify_init: 'of root',
  open_by_handle_at: 'of root',
  acct: 'of root',
  swapoff: 'of root',
  syslog: 'of root',
  vhangup: 'of root',
  // Some kernels are built without these, and answer ENOSYS to everybody.
  kexec_load: 'of root',
  kexec_file_load: 'of root',
  init_module: 'of root',
  finit_module: 'of root',
  delete_module: 'of root',
};

export const refusedProbes: readonly Probe[] = withNumbers([...refusedAnswers.keys()]).map(
  ([name, number]) => ({ name, number, words: nonsense, right: rights[name] ?? 'none' }),
);
