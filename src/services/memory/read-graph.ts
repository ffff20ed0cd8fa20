// What is read of a memory, each within one transaction: entities with their observations, and the relations of them.
import type { Connection } from './connection.js';
import type { Entity, FoundGraph, Provenance, Relation, Said } from './graph.js';

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

export function readWhole(connection: Connection): FoundGraph {
  return {
    ...toEntities(
      connection.all('select * from entities order by id') as readonly EntityRow[],
      connection.all('select * from observations order by entity, id') as readonly ObservationRow[],
    ),
    relations: (connection.all('select * from relations order by id') as readonly RelationRow[]).map(
      toRelation,
    ),
    left: 0,
  };
}

/** In this order, those that are there; relations that begin or end at one of them. */
export function readEntities(connection: Connection, ids: readonly number[], left = 0): FoundGraph {
  const wanted = JSON.stringify(ids);
  const rows = connection.all(
    'select * from entities where id in (select value from json_each(?))',
    wanted,
  ) as readonly EntityRow[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const names = JSON.stringify(ordered.map(({ name }) => name));
  return {
    ...toEntities(
      ordered,
      connection.all(
        'select * from observations where entity in (select value from json_each(?)) order by entity, id',
        wanted,
      ) as readonly ObservationRow[],
    ),
    relations: (
      connection.all(
        'select * from relations where source in (select value from json_each(?)) union ' +
          'select * from relations where target in (select value from json_each(?)) order by id',
        names,
        names,
      ) as readonly RelationRow[]
    ).map(toRelation),
    left,
  };
}

/** In the order in which they were made. */
export function findByNames(connection: Connection, names: readonly string[]): readonly number[] {
  return (
    connection.all(
      'select id from entities where name in (select value from json_each(?)) order by id',
      JSON.stringify(names),
    ) as readonly { id: number }[]
  ).map(({ id }) => id);
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

function toSaid({ said_by: by, said_ms: ms }: { readonly said_by: string; readonly said_ms: number }): Said {
  return { by, at: new Date(ms).toISOString() };
}

function toRelation({ source, target, type }: RelationRow): Relation {
  return { from: source, to: target, relationType: type };
}
