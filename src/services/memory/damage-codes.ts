// What SQLite says of a damaged file (https://sqlite.org/rescode.html). Pure.

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith(code);
}

/** That the file is no database, or that it is damaged. */
export function isDamage(error: unknown): boolean {
  return isCode(error, 'SQLITE_CORRUPT') || isCode(error, 'SQLITE_NOTADB');
}

/** Where only the index is: its own code, or what its rows cannot be (all our inserts ignore what is there), or that it is not there. */
export function isIndexDamage(error: unknown): boolean {
  return (
    isCode(error, 'SQLITE_CORRUPT_VTAB') ||
    isCode(error, 'SQLITE_CONSTRAINT') ||
    (isCode(error, 'SQLITE_ERROR') &&
      error instanceof Error &&
      /^(?:no such table: (?:main\.)?texts|vtable constructor failed: texts|invalid fts5 file format)/.test(
        error.message,
      ))
  );
}
