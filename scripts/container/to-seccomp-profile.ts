// The seccomp profile of the container, in the format that Docker and Podman read, from the jail's table and what the gateway
// needs besides. container/seccomp.json is this, as text (`make container-files`).
import { argumentRules, valueNames } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import { errnoNumbers } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { allowed, refused } from '../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import { gatewayCalls, gatewayFamilies, gatewayIoctls, widened } from './gateway-calls.js';

export const seccompProfilePath = 'container/seccomp.json';

interface Argument {
  readonly index: number;
  readonly value: number;
  readonly op: 'SCMP_CMP_EQ';
}

export interface ProfileRule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Argument[];
  readonly comment: string;
}

export interface SeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ERRNO';
  readonly defaultErrnoRet: number;
  readonly archMap: readonly {
    readonly architecture: string;
    readonly subArchitectures: readonly string[];
  }[];
  readonly syscalls: readonly ProfileRule[];
}

export function toSeccompProfile(): SeccompProfile {
  return {
    // An allowlist: what nobody has named does not exist, as in the jail.
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: errnoNumbers.ENOSYS,
    // No 32-bit calls and no x32: the same number is another call there.
    archMap: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64'].map((architecture) => ({
      architecture,
      subArchitectures: [],
    })),
    syscalls: [
      ...allowed.map(({ name, calls }) => allow(calls, `as in the jail: ${name}`)),
      allow(widened, 'decided by arguments in the jail, whole here'),
      ...gatewayCalls.map(({ name, reason, calls }) => allow(calls, `${name}: ${reason}`)),
      ...allowValues('ioctl', 1, [...ioctls(), ...Object.values(gatewayIoctls)]),
      ...allowValues('socket', 0, Object.values(gatewayFamilies)),
      ...allowValues('socketpair', 0, [gatewayFamilies.AF_UNIX]),
      ...allowValues('personality', 0, [0, 0xffffffff]),
      ...refusals(),
    ],
  };
}

/** Of all calls that the jail decides by their arguments, those that nothing above speaks of: must be none. */
export function undecidedCalls(): string[] {
  const decided = new Set(toSeccompProfile().syscalls.flatMap(({ names }) => names));
  return Object.keys(argumentRules).filter((name) => !decided.has(name));
}

export function renderSeccompProfile(): string {
  return `${JSON.stringify(toSeccompProfile(), null, 2)}\n`;
}

function allow(names: readonly SyscallName[], comment: string): ProfileRule {
  return { names: [...names].sort(), action: 'SCMP_ACT_ALLOW', comment };
}

const ioctls = (): number[] => Object.values(valueNames.ioctl ?? {});

/** libseccomp compares 64 bits: a value with bits above the 32 is none of these, and so refused. */
function allowValues(name: SyscallName, index: number, values: readonly number[]): ProfileRule[] {
  return [...new Set(values)]
    .sort((one, other) => one - other)
    .map((value) => ({
      names: [name],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index, value, op: 'SCMP_CMP_EQ' }],
      comment: `${name}: argument ${index + 1} is 0x${value.toString(16)}`,
    }));
}

/** A refusal that programs know better than ENOSYS. */
function refusals(): ProfileRule[] {
  const needed = new Set(gatewayCalls.flatMap(({ calls }) => calls));
  return refused
    .filter(({ answer }) => answer !== 'ENOSYS')
    .map(({ name, answer, calls }) => ({
      names: calls.filter((call) => !needed.has(call)).sort(),
      action: 'SCMP_ACT_ERRNO' as const,
      errnoRet: errnoNumbers[answer],
      comment: `refused: ${name}`,
    }))
    .filter(({ names }) => names.length > 0);
}
