// The Python environments that this user has made: a record for each name, and the trees of files that the records name. A tree is
// found by the checksum of what is in it, is never written to again, and goes with the last record that names it.
import { join } from 'node:path';
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { type EnvironmentName, namePattern, parseEnvironmentName } from '../../core/names.js';
import { isOutOfRoom } from '../../host/component-folder.js';
import { hasCode } from '../../host/errno.js';
import { readdir } from '../../host/files.js';
import { dataFolder } from '../../host/own-folders.js';
import { type FolderStamp, PrivateFolder } from '../../host/private-folder.js';
import { removeStrangeTree } from '../../host/remove-strange-tree.js';
import { TreeFolder } from '../../host/tree-folder.js';
import { waitForLock } from '../../host/wait-for-lock.js';
import { listEnvironments } from '../environments.js';
import { mostRecordBytes, parseRecord, renderRecord } from './record-text.js';
import {
  damaged,
  isTaken,
  noPlace,
  storeBusy,
  storeUnsafe,
  toStoreFailure,
  unknownEnvironment,
} from './store-errors.js';

export interface FoundEnvironment {
  readonly record: EnvironmentRecord;
  /** Absolute path of its tree, which holds `site-packages` and nothing else. */
  readonly folder: string;
}

/** A record that nobody can use, and why. */
export interface BrokenEnvironment {
  readonly file: string;
  readonly why: string;
  readonly fix: string;
}

export interface EnvironmentList {
  readonly environments: readonly EnvironmentRecord[];
  readonly broken: readonly BrokenEnvironment[];
}

export interface Gone {
  readonly names: readonly EnvironmentName[];
  /** How many. */
  readonly trees: number;
}

/** What is outermost in a tree. */
export const treeNames = ['site-packages'] as const;

const suffix = '.json';
const stages = 'staging';
const mostWaitMs = 60_000;

export class EnvironmentStore {
  readonly #records: PrivateFolder;
  readonly #trees: TreeFolder;

  /** @param folder absolute; made when something is added */
  constructor(folder: string) {
    this.#records = new PrivateFolder(folder, mostRecordBytes);
    this.#trees = new TreeFolder(join(folder, 'trees'));
  }

  get path(): string {
    return this.#records.path;
  }

  /**
   * With a cheap look at its tree: there, ours, written by nobody else, and as it is laid out; what is in its files is for `env audit`.
   * Synchronous: it takes well under a millisecond. @throws PymcpError `environment.unknown`, `environment.damaged`,
   * `environment.store-unsafe`, `environment.store-failed`
   */
  find(name: EnvironmentName): FoundEnvironment {
    return guarded(() => {
      const fault = this.#records.check();
      if (fault !== null && fault !== 'missing') throw storeUnsafe(fault);
      const found = fault === 'missing' ? ({ kind: 'missing' } as const) : this.#read(name);
      if (found.kind === 'missing') throw unknownEnvironment(name, this.#names());
      if (found.kind === 'broken') throw damaged(name, found.why);
      const wrong = this.#trees.inspect(found.record.content, treeNames);
      if (wrong !== null) throw damaged(name, wrong);
      return { record: found.record, folder: this.#trees.pathOf(found.record.content) };
    });
  }

  /** In the order of their names. @throws PymcpError `environment.store-unsafe`, `environment.store-failed` */
  async list(): Promise<EnvironmentList> {
    return guardedAsync(async () => {
      const fault = this.#records.check();
      if (fault === 'missing') return { environments: [], broken: [] };
      if (fault !== null) throw storeUnsafe(fault);
      const files = (await this.#records.list()).filter((file) => file.endsWith(suffix));
      const read = files.map((file) => this.#read(file.slice(0, -suffix.length)));
      return {
        environments: read.flatMap((found) => (found.kind === 'record' ? [found.record] : [])),
        broken: read.flatMap((found) => (found.kind === 'broken' ? [found] : [])),
      };
    });
  }

  /**
   * Takes `staged` away: it becomes the tree, or goes where that is there. It is on the same file system, nobody writes to it any more,
   * and whoever made it answers for its checksum, its modes and what is in it. All or nothing, also after a power cut.
   * @throws PymcpError `environment.name-taken`, `environment.store-unsafe`, `environment.store-failed`
   */
  async add(record: EnvironmentRecord, staged: string): Promise<FoundEnvironment> {
    return guardedAsync(async () => {
      const text = renderRecord(record);
      const fault = (await this.#records.make()) ?? (await this.#trees.make());
      if (fault !== null) throw storeUnsafe(fault);
      await this.#alone(async () => {
        this.refuseTaken(record.name);
        await this.#trees.place(staged, record.content);
        if ((await this.#records.create(toFile(record.name), text)) === 'taken') throw isTaken(record.name);
      });
      return this.find(record.name);
    });
  }

  /** Built-in ones are taken too. @throws PymcpError `environment.name-taken`, `environment.store-unsafe`, `environment.store-failed` */
  refuseTaken(name: EnvironmentName): void {
    guarded(() => {
      if (listEnvironments().some((builtIn) => builtIn.name === name)) throw isTaken(name, 'built-in');
      const fault = this.#records.check();
      if (fault === 'missing') return;
      if (fault !== null) throw storeUnsafe(fault);
      if (this.#records.read(toFile(name)).kind !== 'missing') throw isTaken(name);
    });
  }

  /**
   * Its record, whatever is in it, and all trees that no record names. What runs in it goes on: open files stay until they are closed.
   * @returns how many trees went @throws PymcpError `environment.unknown`, `environment.store-unsafe`, `environment.store-failed`
   */
  async remove(name: EnvironmentName): Promise<number> {
    return guardedAsync(async () => {
      const fault = this.#records.check();
      if (fault === 'missing') throw unknownEnvironment(name, []);
      if (fault !== null) throw storeUnsafe(fault);
      return this.#alone(async () => {
        if (!(await this.#records.remove(toFile(name)))) throw unknownEnvironment(name, this.#names());
        return this.#sweepTrees();
      });
    });
  }

  /** The environments whose records say so, and all trees that no record names. @returns what went @throws as `remove` */
  async prune(isOver: (record: EnvironmentRecord) => boolean): Promise<Gone> {
    return guardedAsync(async () => {
      const fault = this.#records.check();
      if (fault === 'missing') return { names: [], trees: 0 };
      const unsafe = fault ?? (await this.#trees.make());
      if (unsafe !== null) throw storeUnsafe(unsafe);
      return this.#alone(async () => {
        const names = (await this.list()).environments.filter(isOver).map(({ name }) => name);
        for (const name of names) await this.#records.remove(toFile(name));
        return { names, trees: await this.#sweepTrees() };
      });
    });
  }

  /** A new, empty folder on the same file system, for this user alone; what a killed maker of that name left is removed first. */
  async stage(name: EnvironmentName): Promise<string> {
    return guardedAsync(async () => {
      const staging = new PrivateFolder(join(this.path, stages, name));
      const fault = (await this.#records.make()) ?? (await this.#trees.make());
      if (fault !== null) throw storeUnsafe(fault);
      await removeStrangeTree(staging.path);
      const unsafe = await staging.make();
      if (unsafe !== null) throw storeUnsafe(unsafe);
      return staging.path;
    });
  }

  /** What is being made, and what was cut off. @throws PymcpError `environment.store-failed` */
  async staged(): Promise<readonly EnvironmentName[]> {
    return guardedAsync(async () => {
      const names = await readdir(join(this.path, stages)).catch(orNone);
      return names.filter((name) => namePattern.test(name)).map(parseEnvironmentName);
    });
  }

  /** Only for who holds the name. @throws PymcpError `environment.store-failed` */
  async unstage(name: EnvironmentName): Promise<void> {
    await guardedAsync(() => removeStrangeTree(join(this.path, stages, name)));
  }

  async #sweepTrees(): Promise<number> {
    const { environments, broken } = await this.list();
    // A record that cannot be read may name any tree.
    if (broken.length > 0) return 0;
    return (await this.#trees.keepOnly(new Set(environments.map(({ content }) => content)))).length;
  }

  async #alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const waiting = { onWait: () => undefined, mostMs: mostWaitMs, signal: new AbortController().signal };
    const release = await waitForLock(join(this.path, 'lock'), waiting);
    if (release === null) throw storeBusy();
    try {
      return await work();
    } finally {
      await release();
    }
  }

  #read(name: string): ReadResult {
    const file = toFile(name);
    const path = JSON.stringify(join(this.path, file));
    const remove = `pymcp env remove ${name}`;
    const found = this.#records.read(file);
    if (found.kind === 'missing') return { kind: 'missing' };
    if (found.kind === 'unsafe') return { kind: 'broken', file, why: `${path} ${found.why}`, fix: found.fix };
    const parsed = parseRecord(found.text);
    if (parsed.kind === 'unknown-format')
      return { kind: 'broken', file, why: `${path} is of a newer version of pymcp`, fix: 'use that version' };
    if (parsed.kind === 'malformed' || parsed.record.name !== name)
      return { kind: 'broken', file, why: `${path} is not what a record looks like`, fix: remove };
    return parsed;
  }

  /** Another one where a record came or went. Synchronous. @throws PymcpError `environment.store-failed` */
  stamp(): FolderStamp {
    return guarded(() => this.#records.stamp());
  }

  /** Of the records, whatever is in them; not the built-in ones. Synchronous. @throws PymcpError `environment.store-failed` */
  names(): readonly string[] {
    return guarded(() => this.#names());
  }

  #names(): readonly string[] {
    return this.#records.check() === null ? this.#records.names(suffix) : [];
  }
}

type ReadResult =
  | { readonly kind: 'record'; readonly record: EnvironmentRecord }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'broken' } & BrokenEnvironment);

/** @throws PymcpError `environment.store-failed` where there is no place for them */
export function openEnvironmentStore(): EnvironmentStore {
  const data = dataFolder();
  if (data === null) throw noPlace();
  return new EnvironmentStore(join(data, 'environments'));
}

function orNone(error: unknown): readonly string[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

const toFile = (name: string): string => `${name}${suffix}`;

function guarded<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw toStoreFailure(error, isOutOfRoom(error));
  }
}

async function guardedAsync<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toStoreFailure(error, isOutOfRoom(error));
  }
}
