// The filter, whole and rule by rule: generated from its own tables, so that a new rule is dropped here without being named.
import { argumentRules } from '../../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import {
  syscallNumber,
  type Architecture,
  type SyscallName,
} from '../../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { refused } from '../../../src/sandbox/backends/bubblewrap/seccomp/table.js';
import { editsOf, type Edit, type Switch } from '../switch.js';

const seal = 'guest/pymcp_guest/seal.py';
const filter = 'dist/sandbox/backends/bubblewrap/seccomp/filter.js';

const rule = (name: string, what: string, edits: readonly Edit[]): Switch => ({
  name: `seccomp/${name}`,
  layer: 'seccomp',
  what,
  edits,
});

/** Calls of a group that is refused are allowed. */
const groups = refused.map(({ name }) =>
  rule(
    name.replaceAll(' ', '-').toLowerCase(),
    `refused calls are allowed: ${name}`,
    editsOf(
      filter,
      ['for (const { calls, answer } of refused)', 'for (const { name: group, calls, answer } of refused)'],
      [
        'rules.push([name, answer]);',
        `rules.push([name, group === ${JSON.stringify(name)} ? 'allow' : answer]);`,
      ],
    ),
  ),
);

const isHere = (name: string): boolean =>
  syscallNumber(name as SyscallName, process.arch as Architecture) !== undefined;

/** A call is allowed whatever its arguments. */
const calls = Object.keys(argumentRules)
  .filter(isHere)
  .map((name) =>
    rule(
      name,
      `${name} is allowed whatever its arguments`,
      editsOf(filter, [
        '...Object.entries(argumentRules)]',
        `...Object.entries({ ...argumentRules, ${name}: 'allow' })]`,
      ]),
    ),
  );

export const systemCallSwitches: readonly Switch[] = [
  {
    name: 'seccomp',
    layer: 'seccomp',
    what: 'no filter is installed',
    edits: editsOf(seal, ['        install_filter(template.seccomp_filter)', '        pass']),
  },
  ...groups,
  ...calls,
  rule(
    'unknown',
    'calls that nobody has named are allowed',
    editsOf(filter, ["cases, otherwise: 'ENOSYS' }", "cases, otherwise: 'allow' }"]),
  ),
  ...(process.arch === 'x64'
    ? [
        rule(
          'architecture',
          'calls of another architecture are allowed',
          editsOf(filter, [
            "            },\n        ],\n        otherwise: 'kill-process',",
            "            },\n        ],\n        otherwise: 'allow',",
          ]),
        ),
        rule(
          'x32',
          'calls of x32 are allowed',
          editsOf(filter, [
            "values: [0], then }], otherwise: 'kill-process'",
            "values: [0], then }], otherwise: 'allow'",
          ]),
        ),
      ]
    : []),
];
