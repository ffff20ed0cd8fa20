// The file of the reference server: a line of JSON for each entity and each relation. Pure.
import { PymcpError } from '../../core/errors.js';
import { escapeUnseen } from '../../core/escape-unseen.js';
import { isStorable, ordinaryBounds } from './bounds.js';
import type { Entity, Graph, Relation } from './graph.js';

/** A line that says nothing that a memory can keep. */
export interface BadLine {
  /** From 1 on. */
  readonly line: number;
  readonly why: string;
}

export interface FileGraph extends Graph {
  /** In which each entity and each relation stands, from 1 on. */
  readonly lines: { readonly entities: readonly number[]; readonly relations: readonly number[] };
}

export interface ReadGraph extends FileGraph {
  readonly bad: readonly BadLine[];
}

/** As the reference server reads it, with a newline at the end; what is not seen is escaped. */
export function toJsonl({ entities, relations }: Graph): string {
  const lines = [
    ...entities.map(({ name, entityType, observations }) => ({
      type: 'entity',
      name,
      entityType,
      observations,
    })),
    ...relations.map(({ from, to, relationType }) => ({ type: 'relation', from, to, relationType })),
  ];
  return lines.map((line) => `${escapeUnseen(JSON.stringify(line))}\n`).join('');
}

/** Every line that is whole; blank lines say nothing and are no fault. */
export function parseJsonl(text: string): ReadGraph {
  const entities: Entity[] = [];
  const relations: Relation[] = [];
  const bad: BadLine[] = [];
  const lines = { entities: [] as number[], relations: [] as number[] };
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const item = parseLine(line);
    if (typeof item === 'string') bad.push({ line: index + 1, why: item });
    else if ('name' in item) {
      entities.push(item);
      lines.entities.push(index + 1);
    } else {
      relations.push(item);
      lines.relations.push(index + 1);
    }
  }
  return { entities, relations, lines, bad };
}

/** @throws PymcpError `memory.file-damaged` where a line is bad */
export function refuseBadLines({ bad }: ReadGraph): void {
  if (bad.length === 0) return;
  const shown = bad.slice(0, 10).map(({ line, why }) => `line ${line} ${why}`);
  const more = bad.length > shown.length ? `, and ${bad.length - shown.length} lines more` : '';
  throw new PymcpError(
    'memory.file-damaged',
    `nothing was imported: ${shown.join(', ')}${more}`,
    'mend the lines, or take the others with --skip-damaged; the file itself is not touched',
  );
}

/** Why it is none, as a part of a sentence. */
function parseLine(line: string): Entity | Relation | string {
  let item: unknown;
  try {
    item = JSON.parse(line);
  } catch {
    return 'is no JSON';
  }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return 'is no object';
  const fields = new Map<string, unknown>(Object.entries(item));
  switch (fields.get('type')) {
    case 'entity':
      return toEntity(fields);
    case 'relation':
      return toRelation(fields);
    default:
      return 'is neither an entity nor a relation';
  }
}

function toEntity(fields: ReadonlyMap<string, unknown>): Entity | string {
  const [name, entityType, observations] = ['name', 'entityType', 'observations'].map((key) =>
    fields.get(key),
  );
  if (typeof name !== 'string' || typeof entityType !== 'string')
    return 'is an entity without a name or an entityType';
  if (!Array.isArray(observations) || !observations.every((one) => typeof one === 'string'))
    return 'is an entity whose observations are no list of texts';
  return (
    findFault([name, entityType], ordinaryBounds.nameBytes) ??
    findFault(observations, ordinaryBounds.observationBytes) ?? { name, entityType, observations }
  );
}

function toRelation(fields: ReadonlyMap<string, unknown>): Relation | string {
  const [from, to, relationType] = ['from', 'to', 'relationType'].map((key) => fields.get(key));
  if (typeof from !== 'string' || typeof to !== 'string' || typeof relationType !== 'string')
    return 'is a relation without from, to or relationType';
  return findFault([from, to, relationType], ordinaryBounds.nameBytes) ?? { from, to, relationType };
}

/** Why a memory would refuse one of these; said here, where the line is known. */
function findFault(texts: readonly string[], mostBytes: number): string | null {
  if (!texts.every(isStorable)) return 'has a NUL or half a character in it';
  return texts.some((text) => Buffer.byteLength(text) > mostBytes)
    ? `has a text of more than ${mostBytes} bytes where that is the most`
    : null;
}
