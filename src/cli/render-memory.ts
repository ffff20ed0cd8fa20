// A memory for a person. It was written by programs: nothing in it speaks to a terminal or begins a line. Pure.
import { showLine } from '../mcp/run-python/show-controls.js';
import type { FoundGraph } from '../services/memory/graph.js';

export function renderMemory(
  folder: string,
  { entities, relations, provenance }: Omit<FoundGraph, 'left'>,
): string {
  if (entities.length === 0 && relations.length === 0) return `Nothing is remembered (${folder}).\n`;
  const known = entities.flatMap(({ name, entityType, observations }, index) => [
    `${showLine(name)} (${showLine(entityType)})`,
    ...observations.map((text, number) => {
      const said = provenance[index]?.observations[number];
      return `  - ${showLine(text)}  [${said?.by ?? '?'}, ${said?.at ?? '?'}]`;
    }),
  ]);
  const related = relations.map(
    ({ from, to, relationType }) => `${showLine(from)} —${showLine(relationType)}→ ${showLine(to)}`,
  );
  return [...known, ...related, `${entities.length} entities, ${relations.length} relations (${folder})`]
    .map((line) => `${line}\n`)
    .join('');
}
