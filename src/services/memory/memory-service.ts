// What a person and their assistants remember of one workspace, whoever of them stored it: one memory for all callers of this
// user. audit.chain: each call is written down before it is done.
import type { CallJournal } from '../../core/call-journal.js';
import { noCallJournal } from '../../core/call-journal.js';
import type { Caller } from '../../core/caller.js';
import type { Change, StopWatching } from '../../core/change.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { nowMs } from '../../host/clock.js';
import { answerGraph, findFirst, findIds } from './answer-graph.js';
import { type MemoryBounds, ordinaryBounds } from './bounds.js';
import { ChangeWatch } from '../change-watch.js';
import type { Connection } from './connection.js';
import type { AddedObservations, Entity, FoundGraph, NewObservations, Relation } from './graph.js';
import type { FileGraph } from './jsonl.js';
import { memoryUri } from './memory-uri.js';
import { MemoryFile, memoryFolder } from './memory-file.js';
import { describeState, nothingLeft, readWhole } from './read-graph.js';
import { placeEntities, placeObservations, placeRelations } from './place-texts.js';
import { type PlacedText, refuseSecrets } from './refuse-secrets.js';
import { search } from './search.js';
import { GraphWriter } from './store-graph.js';

export interface MemoryServiceOptions {
  /** Real path; null: what the user has without one. */
  readonly workspace: string | null;
  /** Where it is kept; left out, where that of the workspace is. */
  readonly folder?: string;
  readonly bounds?: Partial<MemoryBounds>;
  readonly redactor?: SecretRedactor;
  readonly journal?: CallJournal;
}

export interface Imported {
  readonly entities: number;
  readonly observations: number;
  readonly relations: number;
}

/** Who asks, and by which tool. */
export interface Asker {
  readonly caller: Caller;
  readonly tool: string;
}

const nothing: FoundGraph = { entities: [], relations: [], provenance: [], left: nothingLeft };

/** Whoever opens it closes it. All methods: @throws PymcpError */
export class MemoryService {
  readonly folder: string;
  readonly #file: MemoryFile;
  readonly #watch: ChangeWatch;
  readonly #bounds: MemoryBounds;
  readonly #redactor: SecretRedactor;
  readonly #journal: CallJournal;

  constructor({
    workspace,
    folder = memoryFolder(workspace),
    bounds = {},
    redactor = noSecrets,
    journal = noCallJournal,
  }: MemoryServiceOptions) {
    this.#bounds = { ...ordinaryBounds, ...bounds };
    this.folder = folder;
    this.#file = new MemoryFile(this.folder, this.#bounds.databaseBytes);
    this.#watch = new ChangeWatch({
      stamp: () => this.#file.stamp(),
      describe: () => this.#file.peek(describeState),
      change: { kind: 'resource', uri: memoryUri },
    });
    this.#redactor = redactor;
    this.#journal = journal;
  }

  createEntities(asker: Asker, entities: readonly Entity[]): Promise<readonly Entity[]> {
    return this.#write(asker, placeEntities(entities), (writer) => writer.createEntities(entities));
  }

  createRelations(asker: Asker, relations: readonly Relation[]): Promise<readonly Relation[]> {
    return this.#write(asker, placeRelations(relations), (writer) => writer.createRelations(relations));
  }

  addObservations(asker: Asker, added: readonly NewObservations[]): Promise<readonly AddedObservations[]> {
    return this.#write(asker, placeObservations(added), (writer) => writer.addObservations(added));
  }

  deleteEntities(asker: Asker, names: readonly string[]): Promise<void> {
    return this.#write(asker, [], (writer) => {
      writer.deleteEntities(names);
    });
  }

  deleteObservations(
    asker: Asker,
    deletions: readonly { entityName: string; observations: readonly string[] }[],
  ): Promise<void> {
    return this.#write(asker, [], (writer) => {
      writer.deleteObservations(deletions);
    });
  }

  deleteRelations(asker: Asker, relations: readonly Relation[]): Promise<void> {
    return this.#write(asker, [], (writer) => {
      writer.deleteRelations(relations);
    });
  }

  /** Entities and relations of a file, all or nothing; what is there already stays as it is, and gets what it lacks. */
  importGraph(asker: Asker, { entities, relations, lines }: FileGraph): Promise<Imported> {
    return this.#write(
      asker,
      [
        ...placeEntities(entities, (index) => `line ${lines.entities[index] ?? 0}: entity`),
        ...placeRelations(relations, (index) => `line ${lines.relations[index] ?? 0}: relation`),
      ],
      (writer) => {
        const created = writer.createEntities(entities.map((one) => ({ ...one, observations: [] })));
        const added = writer.addObservations(
          entities.map(({ name, observations }) => ({ entityName: name, contents: observations })),
        );
        return {
          entities: created.length,
          observations: added.reduce((sum, { addedObservations }) => sum + addedObservations.length, 0),
          relations: writer.createRelations(relations).length,
        };
      },
      { ...this.#bounds, itemsPerCall: Number.POSITIVE_INFINITY },
    );
  }

  /** Nothing of it is left in the file. */
  async clear(asker: Asker): Promise<void> {
    await this.#write(asker, [], (writer) => {
      writer.clear();
    });
    await this.#file.shrink();
  }

  /** All of it, for its person. */
  readWhole(asker: Asker): Promise<FoundGraph> {
    return this.#read(asker, readWhole);
  }

  /** The oldest entities that an answer has room for. */
  readGraph(asker: Asker, mostBytes = this.#bounds.answerBytes): Promise<FoundGraph> {
    return this.#read(asker, (connection) =>
      answerGraph(connection, findFirst(connection, mostBytes), mostBytes),
    );
  }

  /** The best first. */
  searchNodes(asker: Asker, query: string): Promise<FoundGraph> {
    return this.#read(asker, (connection) =>
      answerGraph(connection, search(connection, query), this.#bounds.answerBytes),
    );
  }

  openNodes(asker: Asker, names: readonly string[]): Promise<FoundGraph> {
    return this.#read(asker, (connection) =>
      answerGraph(connection, { ids: findIds(connection, names) }, this.#bounds.answerBytes),
    );
  }

  /** Also of changes by other processes, within a second. */
  watchChanges(caller: Caller, onChange: (change: Change) => void): StopWatching {
    return this.#watch.watch(caller, onChange);
  }

  close(): Promise<void> {
    this.#watch.close();
    return this.#file.close();
  }

  #write<Value>(
    asker: Asker,
    texts: readonly PlacedText[],
    work: (writer: GraphWriter) => Value,
    bounds = this.#bounds,
  ): Promise<Value> {
    return this.#record(asker, 'write', async () => {
      await refuseSecrets(texts, this.#redactor);
      const speaker = { by: asker.caller, ms: nowMs() };
      const { value, state } = await this.#file.write((connection) => ({
        value: work(new GraphWriter(connection, bounds, speaker)),
        state: describeState(connection),
      }));
      this.#watch.tell(state);
      return value;
    });
  }

  #read(asker: Asker, work: (connection: Connection) => FoundGraph): Promise<FoundGraph> {
    return this.#record(asker, 'read', async () => (await this.#file.read(work)) ?? nothing);
  }

  async #record<Value>(
    { caller, tool }: Asker,
    access: 'read' | 'write',
    work: () => Promise<Value>,
  ): Promise<Value> {
    const entry = await this.#journal.beginCall({
      origin: { caller, service: 'memory', tool },
      subjects: [],
      access,
    });
    try {
      const value = await work();
      entry.end(null);
      return value;
    } catch (error) {
      entry.end(error);
      throw error;
    }
  }
}
