// The seccomp filter of a sealed process, from table.ts and argument-rules.ts. Pure and deterministic.
import { argumentRules } from './argument-rules.js';
import { assemble } from './assemble.js';
import type { Choice, Rule } from './rule.js';
import { syscallNumber, type Architecture, type SyscallName } from './syscall-numbers.js';
import { allowed, refused } from './table.js';

export interface SeccompFilter {
  /** struct sock_filter[], 8 bytes each, little endian; what struct sock_fprog points to. */
  readonly bytes: Uint8Array;
  readonly instructions: number;
}

/** Rules that stand in the place of those in the tables, where these count on namespaces. */
export type RuleChanges = Readonly<Partial<Record<SyscallName, Rule>>>;

/** AUDIT_ARCH_* of linux/audit.h. */
const auditArchitectures = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
/** __X32_SYSCALL_BIT of asm/unistd.h. */
const x32Bit = 0x40000000;

/**
 * The filter for programs of one architecture. Load it with no_new_privs set, as the last step of the seal, in every
 * thread; it holds for all that is forked or started from there.
 */
export function buildFilter(architecture: Architecture, changes: RuleChanges = {}): SeccompFilter {
  const bytes = assemble(filterRule(architecture, changes));
  return { bytes, instructions: bytes.length / 8 };
}

// jail.kernel: the architecture comes first, because the same number is another call in another one; int 0x80 and x32
// would slip through every rule below. Nothing that is installed uses them, so whoever does is killed.
function filterRule(architecture: Architecture, changes: RuleChanges): Choice {
  const numbers = numberRule(architecture, changes);
  return {
    on: 'architecture',
    cases: [
      {
        values: [auditArchitectures[architecture]],
        then: architecture === 'x64' ? withoutX32(numbers) : numbers,
      },
    ],
    otherwise: 'kill-process',
  };
}

function withoutX32(then: Rule): Choice {
  return { on: 'number', mask: x32Bit, cases: [{ values: [0], then }], otherwise: 'kill-process' };
}

function numberRule(architecture: Architecture, changes: RuleChanges): Choice {
  const cases = [];
  for (const [name, then] of callRules()) {
    const number = syscallNumber(name, architecture);
    if (number !== undefined) cases.push({ values: [number], then: changes[name] ?? then });
  }
  return { on: 'number', cases, otherwise: 'ENOSYS' };
}

function callRules(): [SyscallName, Rule][] {
  const rules: [SyscallName, Rule][] = [];
  for (const { calls } of allowed) for (const name of calls) rules.push([name, 'allow']);
  for (const { calls, answer } of refused) for (const name of calls) rules.push([name, answer]);
  return [...rules, ...(Object.entries(argumentRules) as [SyscallName, Rule][])];
}
