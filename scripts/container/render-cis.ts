// docs/cis.md: every item of the CIS Docker Benchmark, sections 4 and 5, with how it is read or why it is not a container's.
// Pure.
import type { BenchmarkItem } from '../../tests/container/cis/item.js';

export const cisPage = 'docs/cis.md';
export const cisMarks = { begin: '<!-- benchmark: begin -->', end: '<!-- benchmark: end -->' } as const;

export function renderCis(items: readonly BenchmarkItem[]): string {
  const checked = items.filter(({ kind }) => kind === 'checked').length;
  return [
    `${checked} of ${items.length} items are a container's or an image's; each of them holds.`,
    '',
    '| item | what it asks for | how it is read |',
    '|---|---|---|',
    ...items.map((item) => `| ${item.id} | ${item.title} | ${tellHow(item)} |`),
  ].join('\n');
}

function tellHow(item: BenchmarkItem): string {
  return item.kind === 'checked' ? item.readFrom : `not applicable: ${item.why}`;
}
