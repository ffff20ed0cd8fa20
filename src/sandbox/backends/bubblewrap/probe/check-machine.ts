// The machine itself: processor, kernel, Node.js, memory. Pure.
import { defaultTotalLimits } from '../../../../core/limits.js';
import type { Machine } from '../../../../host/machine.js';
import type { Finding } from '../../../backend-contract.js';
import { findingsOf } from './findings-of.js';

const machineFindings = findingsOf('machine');
const mebibyte = 1024 * 1024;
/** Debian's and Ubuntu's names of the processors that the seccomp filter has numbers for. */
const processors: Readonly<Record<string, string>> = { x64: 'x86-64', arm64: 'arm64' };

/** Where the platform is missing, nothing else can be asked. */
export function checkPlatform(machine: Machine): Finding {
  const { platform, architecture, distribution, isWsl, isContainer } = machine;
  if (platform !== 'linux') {
    return machineFindings.missing(
      'platform',
      `${platform}: the jail is made of Linux`,
      'use Linux, WSL 2 (wsl --install) or the container',
    );
  }
  const processor = processors[architecture];
  if (processor === undefined) {
    return machineFindings.missing(
      'platform',
      `the processor architecture ${architecture} has no system call table here`,
      'use an x86-64 or arm64 machine',
    );
  }
  const where = [...(isWsl ? ['WSL'] : []), ...(isContainer ? ['in a container'] : [])];
  return machineFindings.ok(
    'platform',
    ['Linux', processor, distribution, ...where].filter(Boolean).join(', '),
  );
}

export function checkMachine(machine: Machine): readonly Finding[] {
  return [
    checkPlatform(machine),
    checkKernel(machine),
    checkNode(machine.node),
    checkMemory(machine.memoryBytes),
  ];
}

/** close_range(2) came with 5.9; 5.10 is the first kernel with long-term care that has it. */
function checkKernel({ kernel, isWsl }: Machine): Finding {
  if (isAtLeast(kernel, [5, 10])) return machineFindings.ok('kernel', `${kernel} (5.10 or newer is needed)`);
  return machineFindings.missing(
    'kernel',
    `${kernel} is too old: sandboxes close inherited files by close_range(2)`,
    isWsl
      ? 'move the distribution to WSL 2 and update it, in Windows: wsl --set-version DISTRIBUTION 2; wsl --update'
      : 'boot Linux 5.10 or newer: Debian 11, Ubuntu 22.04, RHEL 9 and later have it',
  );
}

function checkNode(version: string): Finding {
  if (isAtLeast(version, [20, 0])) return machineFindings.ok('node', `${version} (20 or newer is needed)`);
  return machineFindings.degraded(
    'node',
    `${version} is older than what pymcp is tested on`,
    "install Node.js 20 or newer, as your system's package or from nodejs.org",
  );
}

function checkMemory(bytes: number): Finding {
  const all = defaultTotalLimits.memoryBytes;
  const detail = `${toMebibytes(bytes)} MB; all sandboxes together may use ${toMebibytes(all)} MB`;
  if (bytes >= all) return machineFindings.ok('memory-total', detail);
  return machineFindings.degraded('memory-total', detail, 'run less at once: pymcp run --memory MB');
}

function toMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
