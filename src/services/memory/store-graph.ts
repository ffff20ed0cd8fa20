// What changes a memory, each within one transaction. As the reference server does it, but that nothing is stored twice.
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';
import { checkText, type MemoryBounds, refuseBeyond } from './bounds.js';
import type { Connection } from './connection.js';
import type { AddedObservations, Entity, NewObservations, Relation } from './graph.js';

/** Who stores it, and when. */
export interface Speaker {
  readonly by: string;
  readonly ms: number;
}

export class GraphWriter {
  readonly #connection: Connection;
  readonly #bounds: MemoryBounds;
  readonly #speaker: Speaker;

  constructor(connection: Connection, bounds: MemoryBounds, speaker: Speaker) {
    this.#connection = connection;
    this.#bounds = bounds;
    this.#speaker = speaker;
  }

  /** @returns those that were not there, as they are stored @throws PymcpError `memory.full` */
  createEntities(entities: readonly Entity[]): readonly Entity[] {
    const { nameBytes, entities: most } = this.#bounds;
    this.#checkCount('entities', entities.length);
    const created: Entity[] = [];
    for (const { name, entityType, observations } of entities) {
      checkText('the name of an entity', name, nameBytes);
      checkText('the type of an entity', entityType, nameBytes);
      if (
        !this.#insert('insert or ignore into entities (name, type, said_by, said_ms) values (?, ?, ?, ?)', [
          name,
          entityType,
        ])
      )
        continue;
      created.push({ name, entityType, observations: this.#observe(name, observations) });
    }
    this.#refuseTooMany('entities', most);
    return created;
  }

  /** @throws PymcpError `memory.full`, `memory.unknown` */
  addObservations(added: readonly NewObservations[]): readonly AddedObservations[] {
    this.#checkCount('entities', added.length);
    return added.map(({ entityName, contents }) => ({
      entityName,
      addedObservations: this.#observe(entityName, contents),
    }));
  }

  /** Also between names that no entity has, as in the reference server. @throws PymcpError `memory.full` */
  createRelations(relations: readonly Relation[]): readonly Relation[] {
    this.#checkCount('relations', relations.length);
    const created = relations.filter(({ from, to, relationType }) => {
      for (const text of [from, to, relationType])
        checkText('a name or type of a relation', text, this.#bounds.nameBytes);
      return this.#insert(
        'insert or ignore into relations (source, target, type, said_by, said_ms) values (?, ?, ?, ?, ?)',
        [from, to, relationType],
      );
    });
    this.#refuseTooMany('relations', this.#bounds.relations);
    return created.map(({ from, to, relationType }) => ({ from, to, relationType }));
  }

  /** With all relations of them. */
  deleteEntities(names: readonly string[]): void {
    this.#checkCount('entities', names.length);
    for (const name of names) {
      // Each observation by itself: what a foreign key deletes fires its trigger too, and says so nowhere.
      this.#connection.run(
        'delete from observations where entity = (select id from entities where name = ?)',
        name,
      );
      this.#connection.run('delete from entities where name = ?', name);
      this.#connection.run('delete from relations where source = ? or target = ?', name, name);
    }
  }

  deleteObservations(deletions: readonly { entityName: string; observations: readonly string[] }[]): void {
    for (const { entityName, observations } of deletions) {
      this.#checkCount('observations', observations.length);
      for (const content of observations)
        this.#connection.run(
          'delete from observations where entity = (select id from entities where name = ?) and content = ?',
          entityName,
          content,
        );
    }
  }

  deleteRelations(relations: readonly Relation[]): void {
    this.#checkCount('relations', relations.length);
    for (const { from, to, relationType } of relations)
      this.#connection.run(
        'delete from relations where source = ? and target = ? and type = ?',
        from,
        to,
        relationType,
      );
  }

  clear(): void {
    for (const table of ['observations', 'entities', 'relations'])
      this.#connection.run(`delete from ${table}`);
  }

  #observe(name: string, contents: readonly string[]): readonly string[] {
    this.#checkCount('observations', contents.length);
    const entity = this.#connection.get('select id from entities where name = ?', name) as {
      id: number;
    } | null;
    if (entity === null) throw unknown(name);
    const added = contents.filter((content) => {
      checkText('an observation', content, this.#bounds.observationBytes);
      return this.#insert(
        'insert or ignore into observations (entity, content, said_by, said_ms) values (?, ?, ?, ?)',
        [entity.id, content],
      );
    });
    if (added.length === 0) return added;
    const own = this.#connection.get(
      'select count(*) as number from observations where entity = ?',
      entity.id,
    ) as { number: number } | null;
    refuseBeyond('the observations of an entity', own?.number ?? 0, this.#bounds.observationsPerEntity);
    this.#refuseTooMany('observations', this.#bounds.observations);
    return added;
  }

  /** False where it was there. */
  #insert(sql: string, values: readonly (string | number)[]): boolean {
    return this.#connection.run(sql, ...values, this.#speaker.by, this.#speaker.ms) > 0;
  }

  #checkCount(what: string, count: number): void {
    refuseBeyond(`the ${what} of one call`, count, this.#bounds.itemsPerCall);
  }

  #refuseTooMany(kind: string, most: number): void {
    const found = this.#connection.get('select number from counts where kind = ?', kind) as {
      number: number;
    } | null;
    refuseBeyond(`the ${kind} of the memory`, found?.number ?? 0, most);
  }
}

function unknown(name: string): PymcpError {
  return new PymcpError(
    'memory.unknown',
    `Entity with name ${showStart(name, 200)} not found`,
    'create_entities makes it; search_nodes finds how it is written',
  );
}
