// All of a memory, for its person: read within one transaction, and without a bound.
import type { Connection } from './connection.js';
import type { Entity, FoundGraph, LeftOut, Provenance, Relation, Said } from './graph.js';

interface EntityRow extends Record<string, unknown> {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly said_by: string;
  readonly said_ms: number;
}

interface ObservationRow extends Record<string, unknown> {
  readonly entity: number;
  readonly content: string;
  readonly said_by: string;
  readonly said_ms: number;
}

interface RelationRow extends Record<string, unknown> {
  readonly id: number;
  readonly source: string;
  readonly target: string;
  readonly type: string;
}

export const nothingLeft: LeftOut = { entities: 0, observations: 0, relations: 0 };

export function readWhole(connection: Connection): FoundGraph {
  return {
    ...toEntities(
      connection.all('select * from entities order by id') as readonly EntityRow[],
      connection.all('select * from observations order by entity, id') as readonly ObservationRow[],
    ),
    relations: (connection.all('select * from relations order by id') as readonly RelationRow[]).map(
      toRelation,
    ),
    left: nothingLeft,
  };
}

function toEntities(
  rows: readonly EntityRow[],
  observations: readonly ObservationRow[],
): { readonly entities: readonly Entity[]; readonly provenance: readonly Provenance[] } {
  const own = new Map<number, ObservationRow[]>();
  for (const row of observations) {
    const rest = own.get(row.entity);
    if (rest === undefined) own.set(row.entity, [row]);
    else rest.push(row);
  }
  return {
    entities: rows.map(({ id, name, type }) => ({
      name,
      entityType: type,
      observations: (own.get(id) ?? []).map(({ content }) => content),
    })),
    provenance: rows.map((row) => ({
      entityName: row.name,
      ...toSaid(row),
      observations: (own.get(row.id) ?? []).map(toSaid),
    })),
  };
}

export function toSaid({
  said_by: by,
  said_ms: ms,
}: {
  readonly said_by: string;
  readonly said_ms: number;
}): Said {
  return { by, at: new Date(ms).toISOString() };
}

function toRelation({ source, target, type }: RelationRow): Relation {
  return { from: source, to: target, relationType: type };
}

/** Differs where something else is stored: whatever is added has a new number, and what is deleted is counted. */
export function describeState(connection: Connection): string {
  const counts = connection.list('kind, number', '(select kind, number from counts order by kind)');
  const newest = ['entities', 'observations', 'relations'].map((table) =>
    connection.list('id, said_ms', `(select id, said_ms from ${table} order by id desc limit 1)`),
  );
  return JSON.stringify([counts, newest]);
}
