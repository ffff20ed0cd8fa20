// The filter as tables of docs/system-calls.md, from what it is built of.
import { argumentReasons } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-reasons.js';
import {
  syscallNames,
  syscallNumber,
  type SyscallName,
} from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { allowed, refused } from '../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import { renderArgumentRule } from './render-argument-rule.js';

export const systemCallPage = 'docs/system-calls.md';
export const systemCallMarks = { begin: '<!-- calls: begin -->', end: '<!-- calls: end -->' };

export function renderSystemCalls(): string {
  return [
    '## Allowed, whatever the arguments',
    toTable(
      ['group', 'why', 'calls'],
      allowed.map(({ name, reason, calls }) => [name, reason, listCalls(calls)]),
    ),
    '## Refused, whatever the arguments',
    toTable(
      ['group', 'answer', 'why', 'calls'],
      refused.map(({ name, answer, reason, calls }) => [name, answer, reason, listCalls(calls)]),
    ),
    '## Decided by the arguments',
    ...argumentReasons.map(({ calls, reason }) => [reason, ...calls.map(renderArgumentRule)].join('\n\n')),
    '## Every call',
    toTable(['call', 'x86-64', 'arm64', 'answer', 'group'], [...syscallNames].sort().map(toRow)),
  ].join('\n\n');
}

function toRow(name: SyscallName): string[] {
  const numbers = (['x64', 'arm64'] as const).map((architecture) => syscallNumber(name, architecture));
  return [`\`${name}\``, ...numbers.map((number) => String(number ?? '–')), ...judge(name)];
}

function judge(name: SyscallName): [answer: string, group: string] {
  const isIn = ({ calls }: { readonly calls: readonly SyscallName[] }): boolean => calls.includes(name);
  const pass = allowed.find(isIn);
  if (pass !== undefined) return ['allowed', pass.name];
  const refusal = refused.find(isIn);
  if (refusal !== undefined) return [refusal.answer, refusal.name];
  return ['by its arguments', ''];
}

const listCalls = (calls: readonly string[]): string => calls.map((name) => `\`${name}\``).join(' ');

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
