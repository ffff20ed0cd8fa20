// A seccomp profile in the format that Docker and Podman read, from the jail's table and what somebody needs besides. Pure.
import { argumentRules, valueNames } from '../bubblewrap/seccomp/argument-rules.js';
import { errnoNumbers } from '../bubblewrap/seccomp/rule.js';
import type { SyscallName } from '../bubblewrap/seccomp/syscall-numbers.js';
import { allowed, refused } from '../bubblewrap/seccomp/table.js';

interface Argument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
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

export interface CallGroup {
  readonly name: string;
  /** Who needs these, and what for. */
  readonly reason: string;
  readonly calls: readonly SyscallName[];
}

/** What is allowed beyond the jail's table. */
export interface ProfileNeeds {
  /** Calls that the jail decides by their arguments and that pass whole here, since it is the jail that must say no. */
  readonly widened: readonly SyscallName[];
  readonly groups: readonly CallGroup[];
  readonly ioctls: Readonly<Record<string, number>>;
  readonly families: Readonly<Record<string, number>>;
  /** Whether clone passes with flags of no namespace alone; else a group has it or nobody. */
  readonly clone?: 'without namespaces';
  /** Flags of namespaces, one at a time (unshare(2)). */
  readonly unshare?: Readonly<Record<string, number>>;
}

/** CLONE_NEWTIME to CLONE_NEWNET (clone(2)). */
const namespaceFlags = 0x7e020080;

export function toProfile(needs: ProfileNeeds): SeccompProfile {
  const { widened, groups, ioctls, families } = needs;
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
      ...groups.map(({ name, reason, calls }) => allow(calls, `${name}: ${reason}`)),
      ...allowValues('ioctl', 1, [...jailIoctls(), ...Object.values(ioctls)]),
      ...allowValues('socket', 0, Object.values(families)),
      ...allowValues('socketpair', 0, [families['AF_UNIX'] ?? 1]),
      ...allowValues('personality', 0, [0, 0xffffffff]),
      ...(needs.clone === undefined ? [] : [cloneRule]),
      ...allowValues('unshare', 0, Object.values(needs.unshare ?? {})),
      ...refusals(groups, needs.unshare === undefined ? [] : ['unshare']),
    ],
  };
}

/** Of all calls that the jail decides by their arguments, those that a profile does not speak of: must be none. */
export function undecidedCallsOf({ syscalls }: SeccompProfile): string[] {
  const decided = new Set(syscalls.flatMap(({ names }) => names));
  return Object.keys(argumentRules).filter((name) => !decided.has(name));
}

function allow(names: readonly SyscallName[], comment: string): ProfileRule {
  return { names: [...names].sort(), action: 'SCMP_ACT_ALLOW', comment };
}

const jailIoctls = (): number[] => Object.values(valueNames.ioctl ?? {});

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

const cloneRule: ProfileRule = {
  names: ['clone'],
  action: 'SCMP_ACT_ALLOW',
  args: [{ index: 0, value: namespaceFlags, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
  comment: 'clone: into no new namespace',
};

/** A refusal that programs know better than ENOSYS. */
function refusals(groups: readonly CallGroup[], decided: readonly SyscallName[]): ProfileRule[] {
  const needed = new Set([...groups.flatMap(({ calls }) => calls), ...decided]);
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
