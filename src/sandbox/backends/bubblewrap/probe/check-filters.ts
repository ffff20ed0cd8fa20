// seccomp and Landlock: what a sealed process is held by inside its namespaces.
import { readKernelFile } from '../../../../host/files.js';
import { runCommand } from '../../../../host/run-command.js';
import type { Finding } from '../../../backend-contract.js';
import { findingsOf } from './findings-of.js';

const jail = findingsOf('jail');
const timeoutMs = 20_000;
/** What the filter answers with (seccomp/filter.ts). */
const neededActions = ['allow', 'errno', 'kill_process'] as const;

/** @param instructions of the filter that a real sandbox has installed; null where there was none */
export function checkSeccomp(instructions: number | null): Finding {
  if (instructions !== null)
    return jail.ok('seccomp', `an allowlist of ${instructions} instructions was installed`);
  const available = readKernelFile('/proc/sys/kernel/seccomp/actions_avail')?.trim().split(' ') ?? [];
  const lacking = neededActions.filter((action) => !available.includes(action));
  if (lacking.length === 0) return jail.ok('seccomp', 'the kernel takes filters');
  return jail.missing(
    'seccomp',
    `the kernel takes no filter that answers ${lacking.join(', ')}`,
    'boot a kernel with CONFIG_SECCOMP_FILTER=y, as every distribution has it; in a container, let /proc/sys be read',
  );
}

/**
 * Landlock is a second wall: without it a run is held by one less, and is not refused.
 * @param python an interpreter to make the system call with; null where there is none
 */
export async function checkLandlock(python: string | null): Promise<Finding> {
  if (python === null) return jail.unchecked('landlock', 'python');
  const abi = await readLandlockAbi(python);
  if (abi > 0) return jail.ok('landlock', `ABI ${abi}`);
  return jail.degraded(
    'landlock',
    'this kernel has none, or it is switched off; files are held by mounts alone',
    toLandlockFix(readKernelFile('/sys/kernel/security/lsm')),
  );
}

/** @param modules the active security modules as the kernel lists them; null where it does not */
export function toLandlockFix(modules: string | null): string {
  const wanted = ['landlock', ...(modules?.trim() ?? '').split(',').filter(Boolean)].join(',');
  return (
    `boot Linux 5.13 or newer with lsm=${wanted}${modules === null ? ',…' : ''} among its parameters: ` +
    'add it to GRUB_CMDLINE_LINUX in /etc/default/grub, then sudo update-grub && sudo reboot'
  );
}

// landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION); 444 on both architectures.
const askForAbi = 'import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))';

async function readLandlockAbi(python: string): Promise<number> {
  const { stdout } = await runCommand(python, ['-I', '-S', '-c', askForAbi], { timeoutMs, env: {} });
  return Number.parseInt(stdout, 10) || 0;
}
