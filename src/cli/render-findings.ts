// Findings as a person reads them: a table in groups, each gap with its fix below it. Pure.
import { findingGroups, type Finding } from '../sandbox/backend-contract.js';
import { wrapWords } from './wrap-words.js';

export interface TableLook {
  readonly colours: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

const marks = {
  ok: { text: 'ok', colour: 32 },
  degraded: { text: 'weak', colour: 33 },
  missing: { text: 'MISSING', colour: 31 },
  unchecked: { text: '?', colour: 2 },
  unused: { text: '-', colour: 2 },
} as const satisfies Record<Finding['state'], { text: string; colour: number }>;

const markWidth = Math.max(...Object.values(marks).map(({ text }) => text.length));
const ordinaryColumns = 100;
const leastDetailWidth = 40;

export function renderFindings(findings: readonly Finding[], look: TableLook): string {
  const nameWidth = Math.max(...findings.map(({ name }) => name.length));
  const groups = findingGroups
    .map((group) => ({ group, members: findings.filter((finding) => finding.group === group) }))
    .filter(({ members }) => members.length > 0);
  return groups
    .map(({ group, members }) => {
      const rows = members.map((finding) => renderRow(finding, nameWidth, look));
      return `${paint(group, 1, look)}\n${rows.join('')}`;
    })
    .join('\n');
}

function renderRow(finding: Finding, nameWidth: number, look: TableLook): string {
  const { text, colour } = marks[finding.state];
  const left = `  ${paint(text.padEnd(markWidth), colour, look)}  ${finding.name.padEnd(nameWidth)}  `;
  const indent = ' '.repeat(markWidth + nameWidth + 6);
  const room = Math.max(leastDetailWidth, (look.columns ?? ordinaryColumns) - indent.length);
  const lines = wrapWords(finding.detail, room);
  return [`${left}${lines.join(`\n${indent}`)}`, ...renderFix(finding.fix, look)]
    .map((line) => `${line}\n`)
    .join('');
}

/** Never wrapped: a command must stay one that can be copied. */
function renderFix(fix: string | null, look: TableLook): readonly string[] {
  if (fix === null) return [];
  const indent = ' '.repeat(markWidth + 4);
  const label = `${indent}${paint('fix:', 1, look)}`;
  const commands = fix.split('\n');
  return commands.length === 1
    ? [`${label} ${fix}`]
    : [label, ...commands.map((command) => `${indent}  ${command}`)];
}

/** @param colour number of an SGR attribute (ECMA-48) */
function paint(text: string, colour: number, look: TableLook): string {
  return look.colours ? `\u001b[${colour}m${text}\u001b[0m` : text;
}
