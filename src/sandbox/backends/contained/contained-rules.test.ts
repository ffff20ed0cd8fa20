import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildFilter } from '../bubblewrap/seccomp/filter.js';
import { interpretFilter, type SeccompData } from '../bubblewrap/seccomp/interpret.test-support.js';
import { syscallNumber, type SyscallName } from '../bubblewrap/seccomp/syscall-numbers.js';
import { containedGroups, containedRules } from './contained-rules.js';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const architectures = ['x64', 'arm64'] as const;

type Arguments = SeccompData['args'];
const withFirst = (...first: readonly bigint[]): Arguments =>
  [0, 1, 2, 3, 4, 5].map((index) => first[index] ?? 0n) as unknown as Arguments;

function ask(
  architecture: 'x64' | 'arm64',
  name: SyscallName,
  args: Arguments,
  rules = containedRules,
): string {
  const nr = syscallNumber(name, architecture);
  if (nr === undefined) return 'not there';
  const data = { nr, arch: audit[architecture], ip: 0n, args };
  return interpretFilter(buildFilter(architecture, rules).bytes, data).action;
}

/** What a program of the gateway's own user could do with each, and the arguments that it would do it with. */
const harmful: readonly (readonly [SyscallName, Arguments])[] = [
  ...(
    ['connect', 'bind', 'listen', 'accept4', 'fchmod', 'fchmodat', 'fchown', 'fchownat', 'utimensat'] as const
  ).map((name) => [name, withFirst(3n)] as const),
  ...(['setxattr', 'fsetxattr', 'removexattr'] as const).map((name) => [name, withFirst(3n)] as const),
  ['socket', withFirst(1n, 1n)],
  ['socket', withFirst(2n, 1n)],
  ['socket', withFirst(10n, 2n)],
  ['socketpair', withFirst(1n, 2n)],
  ['socketpair', withFirst(1n, 2n | 0x80000n)],
  ['prlimit64', withFirst(77n)],
  ['prlimit64', withFirst(0xffffffffn)],
  ['sched_setaffinity', withFirst(77n)],
  ['sched_setscheduler', withFirst(77n)],
  ['sched_setparam', withFirst(77n)],
  ['setpriority', withFirst(0n, 77n)],
  ['setpriority', withFirst(1n, 0n)],
  ['ioprio_set', withFirst(1n, 77n)],
];
const harmless: readonly (readonly [SyscallName, Arguments])[] = [
  ['socketpair', withFirst(1n, 1n)],
  ['socketpair', withFirst(1n, 5n | 0x80000n | 0x800n)],
  ['prlimit64', withFirst(0n)],
  ['prlimit64', withFirst(1n << 32n)],
  ['sched_setaffinity', withFirst(0n)],
  ['setpriority', withFirst(0n, 0n)],
  ['ioprio_set', withFirst(1n, 0n)],
  ['read', withFirst(3n)],
  ['kill', withFirst(1n, 9n)],
];

describe('the filter of a sandbox without namespaces', () => {
  for (const architecture of architectures) {
    it(`refuses what a namespace or a mount would have stopped (${architecture})`, () => {
      for (const [name, args] of harmful) assert.equal(ask(architecture, name, args), 'errno', name);
    });

    it(`lets a program do what reaches nobody else (${architecture})`, () => {
      for (const [name, args] of harmless) assert.equal(ask(architecture, name, args), 'allow', name);
    });

    it(`is missed where it is left out (${architecture})`, () => {
      const allowed = harmful.filter(([name, args]) => ask(architecture, name, args, {}) === 'allow');
      assert.equal(allowed.length, harmful.length);
    });
  }

  it('changes each call once, and only calls that have rules', () => {
    const names = containedGroups.flatMap(({ calls }) => calls);
    assert.equal(new Set(names).size, names.length);
    for (const name of names)
      assert.notEqual(syscallNumber(name, 'x64') ?? syscallNumber(name, 'arm64'), undefined);
  });
});
