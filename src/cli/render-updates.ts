// What `pymcp updates` has found, for a person or as JSON. Pure.
import { escapeUnseen } from '../core/escape-unseen.js';
import { feeds } from '../services/updates/feeds.js';
import type { UpdateData } from '../services/updates/load-update-data.js';
import type { UpdateCheck, UpdateState, Verdict } from '../services/updates/update-check.js';
import { packageVersion } from '../host/package-root.js';
import type { TableLook } from './render-findings.js';
import { renderTable } from './render-table.js';
import { wrapWords } from './wrap-words.js';

export interface UpdatesReport {
  readonly checks: readonly UpdateCheck[];
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** The day by which it was judged. */
  readonly today: string;
  readonly data: UpdateData;
}

const marks = {
  current: { text: 'ok', colour: 32 },
  note: { text: 'note', colour: 2 },
  unknown: { text: '?', colour: 33 },
  outdated: { text: 'OUTDATED', colour: 31 },
} as const satisfies Record<UpdateState, { text: string; colour: number }>;

const summaries: Readonly<Record<Verdict, string>> = {
  current: 'nothing to do',
  outdated: 'something is outdated; see the fixes above',
  unknown: 'nothing is known to be outdated, and something could not be told; see the fixes above',
};
const markWidth = 8;
const ordinaryColumns = 100;
const leastDetailWidth = 40;

export function renderUpdates({ checks, verdict, data }: UpdatesReport, look: TableLook): string {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  const rows = checks.map((check) => renderRow(check, nameWidth, look));
  const told = Object.entries(daysOf(data)).map(([name, day]) => `${name} ${day ?? 'never'}`);
  const subscribe = renderTable(feeds.map(({ name, url }) => [`  ${name}`, url]));
  return `${rows.join('')}\nread at its source: ${told.join(', ')}\n\nsubscribe to:\n${subscribe}\n${summaries[verdict]}\n`;
}

function renderRow({ name, state, detail, fix }: UpdateCheck, nameWidth: number, look: TableLook): string {
  const { text, colour } = marks[state];
  const mark = look.colours ? `\u001b[${colour}m${text.padEnd(markWidth)}\u001b[0m` : text.padEnd(markWidth);
  const indent = ' '.repeat(markWidth + nameWidth + 6);
  const room = Math.max(leastDetailWidth, (look.columns ?? ordinaryColumns) - indent.length);
  const lines = wrapWords(toSafe(detail), room).join(`\n${indent}`);
  // Never wrapped: a command must stay one that can be copied.
  const fixes = fix?.split('\n').map((one) => `${' '.repeat(markWidth + 4)}fix: ${toSafe(one)}\n`) ?? [];
  return `  ${mark}  ${name.padEnd(nameWidth)}  ${lines}\n${fixes.join('')}`;
}

/** What came from files and programs speaks to no terminal. */
const toSafe = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');

/** Stable: monitors rely on the names. */
export function renderUpdatesJson({ checks, verdict, exitCode, today, data }: UpdatesReport): string {
  const shown = {
    version: packageVersion(),
    date: today,
    verdict,
    exit_code: exitCode,
    data_read: daysOf(data),
    checks: checks.map(({ name, state, detail, fix }) => ({ name, state, detail, fix })),
    feeds,
  };
  return `${escapeUnseen(JSON.stringify(shown, null, 2))}\n`;
}

/** When each part of the data was read at its source; null for never, or where it is of no use. */
function daysOf(data: UpdateData): Readonly<Record<string, string | null>> {
  const { distributions } = data;
  const lines = data['release-lines'];
  const [npm, image] = [data['npm-advisories'], data['base-image']];
  return {
    node: lines.kind === 'read' ? lines.value.node.read : null,
    python: lines.kind === 'read' ? lines.value.python.read : null,
    system: distributions.kind === 'read' ? distributions.value.debian.read : null,
    npm: npm.kind === 'read' ? npm.value.read : null,
    'base-image': image.kind === 'read' ? image.value.read : null,
  };
}
