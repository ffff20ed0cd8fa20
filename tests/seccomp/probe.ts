// What a probe of one system call is: arguments that the kernel answers in one way and the filter in another, so that an
// answer says who gave it.
import { allowed, refused } from '../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import {
  syscallNumber,
  type SyscallName,
} from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { architecture } from '../support/syscall-probe.js';

/**
 * The right that the kernel wants to see before it looks at the arguments. Who has it is answered by the arguments:
 * somebody with every capability in namespaces of their own, or root of the machine.
 */
export type Right = 'none' | 'of namespaces' | 'of root';

export interface Probe {
  readonly name: SyscallName;
  readonly number: number;
  /** Up to six words in decimal, or the name of a function of ask-probes.ts that makes the call. */
  readonly words: readonly string[] | string;
  readonly right: Right;
}

/** -1 is no pointer, no descriptor, no process and no known flag. */
export const nonsense: readonly string[] = Array.from({ length: 6 }, () => '-1');

/** The calls of the table that this architecture has, with their numbers. */
export function withNumbers(names: readonly SyscallName[]): [SyscallName, number][] {
  return names.flatMap((name): [SyscallName, number][] => {
    const number = syscallNumber(name, architecture);
    return number === undefined ? [] : [[name, number]];
  });
}

export const allowedNames = allowed.flatMap(({ calls }) => calls);
export const refusedAnswers: ReadonlyMap<SyscallName, string> = new Map(
  refused.flatMap(({ calls, answer }) => calls.map((name): [SyscallName, string] => [name, answer])),
);
