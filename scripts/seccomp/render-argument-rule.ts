// One argument rule as lines that a person can check against the headers of the kernel.
import { argumentRules, valueNames } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import type { Choice, Rule } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';

export function renderArgumentRule(name: SyscallName): string {
  const rule = argumentRules[name];
  if (rule === undefined) throw new Error(`${name} has no rule for its arguments`);
  return [`- \`${name}\``, ...renderRule(rule, valueNames[name] ?? {}, 1)].join('\n');
}

type Names = Readonly<Record<string, number>>;

function renderRule(rule: Rule, names: Names, depth: number): string[] {
  if (typeof rule === 'string') return [];
  const indent = '  '.repeat(depth);
  const cases = rule.cases.flatMap(({ values, then }) => [
    `${indent}- ${sayField(rule)} is ${values.map((value) => sayValue(value, names)).join(', ')}${sayVerdict(then)}`,
    ...renderRule(then, {}, depth + 1),
  ]);
  return [
    ...cases,
    `${indent}- else${sayVerdict(rule.otherwise)}`,
    ...renderRule(rule.otherwise, {}, depth + 1),
  ];
}

/** Arguments are counted from 1 here, as the man pages do. */
function sayField({ on, mask }: Choice): string {
  const argument = typeof on === 'number' ? `argument ${on + 1}` : on;
  return mask === undefined ? argument : `${argument} & \`${hex(mask)}\``;
}

function sayValue(value: number, names: Names): string {
  const [name] = Object.entries(names).find(([, named]) => named === value) ?? [];
  return name === undefined ? `\`${hex(value)}\`` : `${name} \`${hex(value)}\``;
}

function sayVerdict(rule: Rule): string {
  if (typeof rule !== 'string') return ':';
  return rule === 'allow' ? ': allowed' : `: ${rule}`;
}

const hex = (value: number): string => (value < 10 ? String(value) : `0x${value.toString(16)}`);
