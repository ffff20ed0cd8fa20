// What the commands of `pymcp memory` do to a memory, and what they print.
import { PymcpError } from '../core/errors.js';
import { escapeUnseen } from '../core/escape-unseen.js';
import type { FoundGraph } from '../services/memory/graph.js';
import type { Asker, MemoryService } from '../services/memory/memory-service.js';
import { readMemoryFile } from './read-memory-file.js';
import { printMuch } from './print-much.js';
import { renderMemory } from './render-memory.js';
import type { MemoryOptions } from './with-memory.js';

export async function show(
  service: MemoryService,
  asker: Asker,
  names: readonly string[],
  options: MemoryOptions,
): Promise<void> {
  const whole = await service.readWhole(asker);
  await print(service, names.length === 0 ? whole : pick(whole, names), options);
}

export async function searchMemory(
  service: MemoryService,
  asker: Asker,
  words: readonly string[],
  options: MemoryOptions,
): Promise<void> {
  const found = await service.searchNodes(asker, words.join(' '));
  if (found.entities.length === 0 && options.json !== true) process.stdout.write('Nothing was found.\n');
  else await print(service, found, options);
  const { entities, observations, relations } = found.left;
  if (entities + observations + relations > 0)
    process.stderr.write(
      `Left out: ${entities} or more entities, ${observations} observations, ${relations} relations; ` +
        'look for more words, or see all with pymcp memory show.\n',
    );
}

/** @throws PymcpError `memory.unknown`: nothing is deleted then */
export async function forget(
  service: MemoryService,
  asker: Asker,
  names: readonly string[],
  { json }: MemoryOptions,
): Promise<void> {
  const { entities, relations } = pick(await service.readWhole(asker), names);
  await service.deleteEntities(asker, names);
  const deleted = {
    entities: entities.length,
    observations: entities.reduce((sum, { observations }) => sum + observations.length, 0),
    relations: relations.length,
  };
  if (json === true) await printJson({ deleted });
  else
    process.stderr.write(
      `Deleted ${deleted.entities} entities, ${deleted.observations} observations and ${deleted.relations} relations.\n`,
    );
}

export async function exportGraph(
  service: MemoryService,
  asker: Asker,
  { json }: MemoryOptions,
): Promise<void> {
  const { entities, relations } = await service.readWhole(asker);
  if (json === true) {
    await printJson({ entities, relations });
    return;
  }
  const { toJsonl } = await import('../services/memory/jsonl.js');
  await printMuch(toJsonl({ entities, relations }));
}

export async function importFile(
  service: MemoryService,
  asker: Asker,
  path: string,
  { json, skipDamaged }: MemoryOptions & { readonly skipDamaged?: true },
): Promise<void> {
  const { parseJsonl, refuseBadLines } = await import('../services/memory/jsonl.js');
  const graph = parseJsonl(await readMemoryFile(path));
  if (skipDamaged !== true) refuseBadLines(graph);
  const added = await service.importGraph(asker, graph);
  for (const { line, why } of graph.bad)
    process.stderr.write(`warning: line ${line} ${why}, and was left out\n`);
  if (json === true) await printJson({ ...added, left_out: graph.bad });
  else
    process.stderr.write(
      `Added ${added.entities} entities, ${added.observations} observations and ${added.relations} relations; ` +
        'what was there already stays.\n',
    );
}

export async function clear(
  service: MemoryService,
  asker: Asker,
  { yes, json }: MemoryOptions & { readonly yes?: true },
): Promise<void> {
  const { entities, relations } = await service.readWhole(asker);
  const counts = { entities: entities.length, relations: relations.length };
  if (yes !== true)
    throw new PymcpError(
      'usage.invalid',
      `nothing was deleted: ${counts.entities} entities and ${counts.relations} relations would be gone`,
      'keep a copy with pymcp memory export, then say it with --yes',
    );
  await service.clear(asker);
  if (json === true) await printJson({ deleted: counts });
  else process.stderr.write(`Deleted ${counts.entities} entities and ${counts.relations} relations.\n`);
}

async function print(
  { folder }: MemoryService,
  { entities, relations, provenance }: FoundGraph,
  { json }: MemoryOptions,
): Promise<void> {
  const shown = { entities, relations, provenance };
  if (json === true) await printJson({ folder, ...shown });
  else await printMuch(renderMemory(folder, shown));
}

/** These entities, and the relations of them. @throws PymcpError `memory.unknown` where one is not there */
function pick(graph: FoundGraph, names: readonly string[]): FoundGraph {
  const known = new Set(graph.entities.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new PymcpError(
      'memory.unknown',
      `the memory has no entity ${JSON.stringify(unknown)}`,
      'pymcp memory search finds how it is written; pymcp memory show prints all',
    );
  const wanted = new Set(names);
  return {
    ...graph,
    entities: graph.entities.filter(({ name }) => wanted.has(name)),
    provenance: graph.provenance.filter(({ entityName }) => wanted.has(entityName)),
    relations: graph.relations.filter(({ from, to }) => wanted.has(from) || wanted.has(to)),
  };
}

/** Programs have written it: nothing in it speaks to a terminal. */
function printJson(value: unknown): Promise<void> {
  return printMuch(`${escapeUnseen(JSON.stringify(value, null, 2))}\n`);
}
