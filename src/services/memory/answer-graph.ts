// What a memory answers, within a bound: a model has no use for what its client cuts off. Each within one transaction.
import {
  chooseObservations,
  costOfName,
  nameCost,
  observationCost,
  type Size,
} from './choose-observations.js';
import type { Connection } from './connection.js';
import type { FoundGraph, Relation, Said } from './graph.js';
import { toSaid } from './read-graph.js';

/** Entities by their ids, in the order in which they are shown. */
export interface Wanted {
  readonly ids: readonly number[];
  /** That match too, and are not among them. */
  readonly left?: number;
  /** Also those between names that no entity here has; left out, those of the entities. */
  readonly relations?: 'all';
  /** Shown before others of the same entity. */
  readonly observations?: ReadonlySet<number>;
}

interface Named extends Said {
  readonly id: number;
  readonly name: string;
  readonly entityType: string;
}

interface Observed extends Said {
  readonly id: number;
  readonly entity: number;
  readonly content: string;
}

/** A relation takes more than its words. */
const relationCost = 80;
/** Of what an answer has room for; the rest is for relations. */
const forEntities = 0.75;

/** In this order, those that are there; relations that begin or end at one of them. */
export function answerGraph(
  connection: Connection,
  { ids, left = 0, relations: wanted, observations: preferred = new Set() }: Wanted,
  mostBytes: number,
): FoundGraph {
  const all = readNamed(connection, ids);
  const named = takeWithin(all, mostBytes * forEntities);
  const sizes = readSizes(connection, named);
  const namesCost = named.reduce((sum, one) => sum + costOfName(one), 0);
  const chosen = chooseObservations(
    named.map(({ id }) => sizes.get(id) ?? []),
    mostBytes * forEntities - namesCost,
    preferred,
  );
  const observed = readObserved(connection, chosen);
  const related = readRelations(connection, wanted === 'all' ? null : named, mostBytes * (1 - forEntities));
  const count = [...sizes.values()].reduce((sum, own) => sum + own.length, 0);
  return {
    entities: named.map(({ id, name, entityType }) => ({
      name,
      entityType,
      observations: (observed.get(id) ?? []).map(({ content }) => content),
    })),
    relations: related.relations,
    provenance: named.map(({ id, name, by, at }) => ({
      entityName: name,
      by,
      at,
      observations: (observed.get(id) ?? []).map((one) => ({ by: one.by, at: one.at })),
    })),
    left: {
      entities: left + all.length - named.length,
      observations: count - chosen.length,
      relations: related.left,
    },
  };
}

/** In the order in which they were made. */
export function findIds(connection: Connection, names: readonly string[]): readonly number[] {
  return connection
    .list(
      'id',
      '(select id from entities where name in (select value from json_each(?)) order by id)',
      JSON.stringify(names),
    )
    .map(([id]) => Number(id));
}

/** The oldest entities that an answer has room for with all their observations, and the first in any case. */
export function findFirst(connection: Connection, mostBytes: number): Wanted {
  const all = Number(connection.get('select count(*) as number from entities')?.['number'] ?? 0);
  const rows = connection.list(
    'id, name, type',
    `(select * from entities order by id limit ${Math.ceil(mostBytes / nameCost)})`,
  );
  const ids: number[] = [];
  let room = mostBytes * forEntities;
  for (const [id, name, type] of rows) {
    const observed = connection.get(
      `select coalesce(sum(octet_length(content) + ${observationCost}), 0) as cost from observations where entity = ?`,
      Number(id),
    );
    room -= Number(observed?.['cost']) + costOfName({ name: String(name), entityType: String(type) });
    if (room < 0 && ids.length > 0) break;
    ids.push(Number(id));
  }
  return { ids, left: all - ids.length, relations: 'all' };
}

function readNamed(connection: Connection, ids: readonly number[]): readonly Named[] {
  const rows = connection.list(
    'id, name, type, said_by, said_ms',
    'entities where id in (select value from json_each(?))',
    JSON.stringify(ids),
  );
  const byId = new Map(
    rows.map(([id, name, type, by, ms]) => [
      Number(id),
      {
        id: Number(id),
        name: String(name),
        entityType: String(type),
        ...toSaid({ said_by: String(by), said_ms: Number(ms) }),
      },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function takeWithin(all: readonly Named[], mostBytes: number): readonly Named[] {
  let cost = 0;
  const end = all.findIndex((one) => (cost += costOfName(one)) > mostBytes);
  return end === -1 ? all : all.slice(0, end);
}

/** By entity, the oldest first. The texts themselves are not read. */
function readSizes(connection: Connection, named: readonly Named[]): ReadonlyMap<number, readonly Size[]> {
  const rows = connection.list(
    'entity, id, bytes',
    `(select entity, id, octet_length(content) as bytes from observations
        where entity in (select value from json_each(?)) order by id)`,
    JSON.stringify(named.map(({ id }) => id)),
  );
  const sizes = new Map<number, Size[]>();
  for (const [entity, id, bytes] of rows)
    addTo(sizes, Number(entity), { id: Number(id), bytes: Number(bytes) });
  return sizes;
}

function readObserved(
  connection: Connection,
  ids: readonly number[],
): ReadonlyMap<number, readonly Observed[]> {
  const rows = connection.list(
    'id, entity, content, said_by, said_ms',
    '(select * from observations where id in (select value from json_each(?)) order by id)',
    JSON.stringify(ids),
  );
  const observed = new Map<number, Observed[]>();
  for (const [id, entity, content, by, ms] of rows)
    addTo(observed, Number(entity), {
      id: Number(id),
      entity: Number(entity),
      content: String(content),
      ...toSaid({ said_by: String(by), said_ms: Number(ms) }),
    });
  return observed;
}

/** @param named null: all that there are */
function readRelations(
  connection: Connection,
  named: readonly Named[] | null,
  mostBytes: number,
): { readonly relations: readonly Relation[]; readonly left: number } {
  const names = JSON.stringify(named?.map(({ name }) => name) ?? []);
  const ends = (end: string): string =>
    `select id, source, target, type from relations where ${end} in (select value from json_each(?1))`;
  const related = named === null ? 'relations' : `(${ends('source')} union ${ends('target')})`;
  const values = named === null ? [] : [names];
  const rows = connection.list(
    'source, target, type',
    `(select * from ${related} order by id limit ${Math.ceil(mostBytes / relationCost)})`,
    ...values,
  );
  const count = Number(
    connection.get(`select count(*) as number from ${related}`, ...values)?.['number'] ?? 0,
  );
  let cost = 0;
  const relations: Relation[] = [];
  for (const [from, to, type] of rows) {
    const relation = { from: String(from), to: String(to), relationType: String(type) };
    cost += relationCost + Object.values(relation).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (cost > mostBytes) break;
    relations.push(relation);
  }
  return { relations, left: count - relations.length };
}

function addTo<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
