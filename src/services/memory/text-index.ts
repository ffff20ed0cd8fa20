// The index of a memory is made of its tables alone: where it is damaged it is made again, and nothing is lost.
import { createIndex } from './schema.js';

/** Of a connection, within one transaction. */
interface Statements {
  readonly get: (sql: string, ...values: readonly string[]) => Readonly<Record<string, unknown>> | null;
  readonly run: (sql: string) => number;
}

/** As FTS5 begins an empty index, so that one whose first pages are gone can be dropped. */
const emptyTables = [
  ['texts_data', "insert or replace into texts_data (id, block) values (1, x''), (10, x'00000000000000')"],
  ['texts_config', "insert or replace into texts_config (k, v) values ('version', 4)"],
] as const;

export function makeIndexAgain(statements: Statements): void {
  const isThere = (name: string): boolean =>
    statements.get('select 1 as one from sqlite_schema where name = ?', name) !== null;
  for (const [table, empty] of emptyTables) if (isThere(table)) statements.run(empty);
  if (isThere('texts')) statements.run('drop table texts');
  for (const statement of createIndex) statements.run(statement);
}

/** Whether it has as many texts as there are. */
export function isIndexWhole(statements: Statements): boolean {
  const row = statements.get(
    `select (select count(*) from texts_docsize) as indexed,
       (select count(*) from entities) + (select count(*) from observations) as stored`,
  );
  return row !== null && row['indexed'] === row['stored'];
}
