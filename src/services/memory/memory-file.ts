// The file of one memory: made when something is first stored, shared with other processes, moved aside where it is damaged.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { nowMs } from '../../host/clock.js';
import { DatabaseFolder } from '../../host/database-folder.js';
import { holdName } from '../../host/hold-name.js';
import { stateFolder } from '../../host/own-folders.js';
import type { Unsafe } from '../../host/private-folder.js';
import { Connection, DamagedError } from './connection.js';
import { explainFailure, toDamaged } from './explain-failure.js';

interface Opened {
  readonly connection: Connection;
  readonly identity: string;
}

/** How long a process may take to make an empty memory. */
const makeMs = 15_000;

export class MemoryFile {
  readonly #folder: DatabaseFolder;
  readonly #databaseBytes: number;
  #opened: Promise<Opened> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, databaseBytes: number) {
    this.#folder = new DatabaseFolder(folder);
    this.#databaseBytes = databaseBytes;
  }

  /** null where nothing was ever stored. @throws PymcpError */
  read<Value>(work: (connection: Connection) => Value): Promise<Value | null> {
    return this.#inTurn(async () => {
      const status = this.#check();
      if (status.kind === 'missing') return null;
      const { connection } = await this.#open();
      return connection.read(() => work(connection));
    });
  }

  /** null where nothing can be read, for whatever reason: it is asked for by nobody who could be told. */
  peek<Value>(work: (connection: Connection) => Value): Promise<Value | null> {
    const done = this.#turn.then(async () => {
      if (this.#check().kind === 'missing') return null;
      const { connection } = await this.#open();
      return await connection.read(() => work(connection));
    });
    this.#turn = done.catch(() => undefined);
    return done.catch(() => null);
  }

  stamp(): ReturnType<DatabaseFolder['stamp']> {
    try {
      return this.#folder.stamp();
    } catch {
      // Whoever reads next is told why.
      return null;
    }
  }

  /** Resolves when it is on the disk and will be found there. @throws PymcpError */
  write<Value>(work: (connection: Connection) => Value): Promise<Value> {
    return this.#inTurn(async () => {
      if (this.#check().kind === 'missing') await this.#make();
      for (;;) {
        const opened = await this.#open();
        const value = await opened.connection.write(() => work(opened.connection));
        if (this.#isStill(opened)) return value;
        // Another process has moved the file aside meanwhile: what was stored there is not found here.
        this.#forget(opened);
      }
    });
  }

  /** After something was deleted that shall not be found in the file. */
  shrink(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#check().kind === 'missing') return;
      const { connection } = await this.#open();
      await connection.shrink();
    });
  }

  async close(): Promise<void> {
    await this.#turn;
    const opened = await this.#opened?.catch(() => null);
    this.#opened = null;
    opened?.connection.close();
  }

  /** One after the other: a transaction belongs to the connection. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work).catch((error: unknown) => this.#explain(error));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<Opened> {
    const before = await this.#opened?.catch(() => null);
    if (before !== null && before !== undefined) {
      if (this.#isStill(before)) return before;
      this.#forget(before);
    }
    this.#opened = this.#openNow();
    return this.#opened;
  }

  async #openNow(): Promise<Opened> {
    const status = this.#check();
    if (status.kind === 'missing') await this.#make();
    const found = status.kind === 'there' ? status : this.#check();
    if (found.kind !== 'there') throw lost();
    // A memory is made whole: an empty file was none that we have left.
    if (found.bytes === 0) throw new DamagedError('the file is empty');
    return {
      connection: await Connection.open(this.#folder.database, this.#databaseBytes),
      identity: found.identity,
    };
  }

  async #make(): Promise<void> {
    await this.#alone(async () => {
      if (this.#check().kind === 'there') return;
      const fault = await this.#folder.create(async (database) => {
        (await Connection.open(database, this.#databaseBytes)).close();
      });
      if (fault !== null) throw unsafe(fault);
    });
  }

  #check(): ReturnType<DatabaseFolder['check']> & { kind: 'missing' | 'there' } {
    const status = this.#folder.check();
    if (status.kind === 'unsafe') throw unsafe(status);
    return status;
  }

  #isStill({ identity }: Opened): boolean {
    const status = this.#check();
    return status.kind === 'there' && status.identity === identity;
  }

  #forget({ connection }: Opened): void {
    this.#opened = null;
    connection.close();
  }

  async #explain(error: unknown): Promise<never> {
    const found = error instanceof DamagedError ? await this.#putAside(error).catch(asItself) : error;
    if (found instanceof PymcpError || !(found instanceof Error && 'code' in found)) throw found;
    throw explainFailure(found, { folder: this.#folder.path, databaseBytes: this.#databaseBytes });
  }

  async #putAside(cause: DamagedError): Promise<PymcpError> {
    const opened = await this.#opened?.catch(() => null);
    if (opened !== null && opened !== undefined) this.#forget(opened);
    this.#opened = null;
    return this.#alone(async () => {
      const damaged = this.#check();
      if (damaged.kind === 'missing') return toDamaged({ cause, at: 'gone' });
      // Another process may have been quicker, and what is there now is whole.
      if (opened !== null && opened !== undefined && damaged.identity !== opened.identity)
        return toDamaged({ cause, at: 'gone' });
      if (await this.#isWhole()) return toDamaged({ cause, at: 'whole' });
      const label = new Date(nowMs()).toISOString().replaceAll(':', '');
      return toDamaged({ cause, at: 'aside', aside: await this.#folder.moveAside(label) });
    });
  }

  async #isWhole(): Promise<boolean> {
    const status = this.#check();
    if (status.kind === 'there' && status.bytes === 0) return false;
    try {
      (await Connection.open(this.#folder.database, this.#databaseBytes)).close();
      return true;
    } catch (error) {
      if (error instanceof DamagedError) return false;
      throw error;
    }
  }

  async #alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const name = createHash('sha256').update(this.#folder.path).digest('hex').slice(0, 32);
    const held = await holdName(`memory-${name}`, makeMs);
    if (held === null) throw lost();
    try {
      return await work();
    } finally {
      await held.release();
    }
  }
}

/** @param workspace its real path; null: what the user has without one @throws PymcpError `memory.failed` */
export function memoryFolder(workspace: string | null): string {
  const state = stateFolder();
  if (state === null)
    throw new PymcpError(
      'memory.failed',
      'there is no place to keep a memory: this user has no home',
      'set XDG_STATE_HOME to a folder of your own',
    );
  const id =
    workspace === null ? 'default' : createHash('sha256').update(workspace).digest('hex').slice(0, 32);
  return join(state, 'memory', id);
}

function unsafe({ why, fix }: Unsafe): PymcpError {
  return new PymcpError('memory.unsafe', `the memory is not trusted: ${why}`, fix);
}

function lost(): PymcpError {
  return new PymcpError(
    'memory.busy',
    'another process is making or moving this memory',
    'ask again in a moment',
  );
}

/** What failed is what is said. */
function asItself(error: unknown): unknown {
  return error;
}
