// One open SQLite file of a memory. Whoever waits for another writer lets everything else run meanwhile, and not for ever.
import type Database from 'libsql';
import { PymcpError } from '../../core/errors.js';
import { letOthersRun, monotonicMs, sleep } from '../../host/clock.js';
import { isCode, isDamage, isIndexDamage } from './damage-codes.js';
import { applicationId, indexTables, migrations, ownTables, toStatements } from './schema.js';
import { isIndexWhole, makeIndexAgain } from './text-index.js';

type Row = Readonly<Record<string, unknown>>;

/** How long a call waits for those of other processes. */
const busyMs = 8_000;

/** SQLite says that the file is no database, or that it is damaged (https://sqlite.org/rescode.html). */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

export class Connection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /** @param path absolute, of a file that is there @throws DamagedError, PymcpError `memory.busy`, `memory.newer` */
  static async open(path: string, databaseBytes: number): Promise<Connection> {
    // Loaded here: it is a program of its own (SQLite), and few commands need it.
    const { default: Libsql } = await import('libsql');
    const connection = new Connection(new Libsql(path));
    try {
      await connection.#prepare(databaseBytes);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Everything or nothing, alone among all processes; on the disk when it resolves. @throws PymcpError `memory.busy` */
  write<Value>(work: () => Value): Promise<Value> {
    return this.#withIndex(() => this.#write(work));
  }

  /** All of it at one moment, whatever others write. */
  read<Value>(work: () => Value): Promise<Value> {
    return this.#withIndex(() => this.#read(work));
  }

  async #write<Value>(work: () => Value): Promise<Value> {
    await whenFree(() => {
      this.#run('begin immediate');
    });
    try {
      const value = work();
      // In WAL a commit waits for nobody: what could stand in its way was asked for at the beginning.
      this.#run('commit');
      return value;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  async #read<Value>(work: () => Value): Promise<Value> {
    await whenFree(() => {
      this.#rollBack();
      this.#run('begin');
      // The moment is that of the first look, and whoever opens the file next to a killed one may have to wait for it.
      this.get('select 1 as one from sqlite_schema limit 1');
    });
    try {
      return work();
    } finally {
      this.#rollBack();
    }
  }

  /** A damaged index is made again, once. @throws DamagedError where something else is damaged */
  async #withIndex<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work().catch(async (error: unknown) => {
        if (!isIndexDamage(error)) throw error;
        await this.#makeIndexAgain();
        return work();
      });
    } catch (error) {
      throw toDamage(error);
    }
  }

  #makeIndexAgain(): Promise<void> {
    return this.#write(() => {
      makeIndexAgain(this);
    });
  }

  /** As the SQL has them. */
  all(sql: string, ...values: readonly (string | number)[]): readonly Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** The rows as arrays of columns; for many, it takes a tenth of the time of `all`. @param columns of `rows`, which is what follows `from` */
  list(columns: string, rows: string, ...values: readonly (string | number)[]): readonly unknown[][] {
    const found = this.get(`select json_group_array(json_array(${columns})) as rows from ${rows}`, ...values);
    const json = found?.['rows'];
    return typeof json === 'string' ? (JSON.parse(json) as unknown[][]) : [];
  }

  get(sql: string, ...values: readonly (string | number)[]): Row | null {
    return (this.#statement(sql).get(...values) as Row | undefined) ?? null;
  }

  /** @returns how many rows it has changed */
  run(sql: string, ...values: readonly (string | number)[]): number {
    return this.#statement(sql).run(...values).changes;
  }

  /** What was deleted is not left in the file. */
  async shrink(): Promise<void> {
    await whenFree(() => {
      this.#run('vacuum');
    });
    await whenFree(() => {
      this.#pragma('wal_checkpoint(truncate)');
    });
  }

  /** The library ends its statements when it likes to, so that SQLite's own close may come late: the file is whole before it. */
  close(): void {
    this.#statements.clear();
    try {
      this.#pragma('wal_checkpoint(passive)');
    } catch {
      // What is in the log is read from there.
    }
    this.#database.close();
  }

  async #prepare(databaseBytes: number): Promise<void> {
    await whenFree(() => {
      this.#pragma('journal_mode = wal');
    });
    for (const setting of [
      'synchronous = full',
      'foreign_keys = on',
      'secure_delete = on',
      'trusted_schema = off',
      'journal_size_limit = 4194304',
    ])
      this.#pragma(setting);
    await this.#migrate();
    const [size] = this.#pragma('page_size');
    this.#pragma(`max_page_count = ${Math.floor(databaseBytes / Number(size?.['page_size'] ?? 4096))}`);
    await this.#checkTables();
  }

  /** @throws DamagedError */
  async #checkTables(): Promise<void> {
    for (const table of ownTables)
      if (!(await this.#isTableWhole(table))) throw new DamagedError('the check of the file fails');
    for (const table of indexTables)
      if (!(await this.#isTableWhole(table))) {
        await this.#makeIndexAgain();
        return;
      }
    // In one transaction: others write meanwhile.
    if (!(await this.#read(() => isIndexWhole(this)))) await this.#makeIndexAgain();
  }

  async #isTableWhole(table: string): Promise<boolean> {
    try {
      const found = await whenFree(() => this.#pragma(`quick_check(${table})`));
      return found[0]?.['quick_check'] === 'ok';
    } catch (error) {
      if (error instanceof DamagedError || isCode(error, 'SQLITE_ERROR')) return false;
      throw error;
    }
  }

  async #migrate(): Promise<void> {
    if ((await whenFree(() => this.#readVersion())) === migrations.length) return;
    await this.#write(() => {
      const version = this.#readVersion();
      if (version > migrations.length) throw tooNew(version);
      for (const step of migrations.slice(version).flatMap(toStatements)) this.#run(step);
      this.#pragma(`application_id = ${applicationId}`);
      this.#pragma(`user_version = ${migrations.length}`);
    });
  }

  /** 0 of an empty file. @throws DamagedError where the file is none of ours */
  #readVersion(): number {
    const version = Number(this.#pragma('user_version')[0]?.['user_version']);
    const id = Number(this.#pragma('application_id')[0]?.['application_id']);
    const isEmpty = this.get('select 1 as one from sqlite_schema limit 1') === null;
    if (id === applicationId ? version > 0 : isEmpty && version === 0) return version;
    throw new DamagedError('it is a database of something else');
  }

  /**
   * Made once for each text. One that had to wait for another process is still under way for SQLite until it is run again, and nothing
   * is committed beside it; a second one of the same text would leave it so.
   */
  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #pragma(text: string): readonly Row[] {
    return this.all(`pragma ${text}`);
  }

  #run(sql: string): void {
    this.#statement(sql).run();
  }

  #rollBack(): void {
    if (this.#database.inTransaction) this.#run('rollback');
  }
}

/** @throws PymcpError `memory.busy` */
async function whenFree<Value>(work: () => Value): Promise<Value> {
  const endMs = monotonicMs() + busyMs;
  for (let waitMs = 0; ; waitMs = Math.min(waitMs + 2, 20)) {
    try {
      return work();
    } catch (error) {
      if (!isCode(error, 'SQLITE_BUSY') && !isCode(error, 'SQLITE_LOCKED')) throw toDamage(error);
      if (monotonicMs() > endMs) throw busy(error);
    }
    // Not all at the same moments.
    await (waitMs === 0 ? letOthersRun() : sleep(waitMs * (0.5 + Math.random())));
  }
}

function toDamage(error: unknown): unknown {
  return isDamage(error) && error instanceof Error
    ? new DamagedError(error.message, { cause: error })
    : error;
}

function busy(cause: unknown): PymcpError {
  return new PymcpError(
    'memory.busy',
    'other processes have been writing to this memory all the time',
    'ask again in a moment',
    { cause },
  );
}

function tooNew(version: number): PymcpError {
  return new PymcpError(
    'memory.newer',
    `this memory was written by a newer pymcp (version ${version} of its tables)`,
    'use that one; nothing was changed',
  );
}
