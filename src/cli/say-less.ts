// What a person is told, on stderr, before anything is run with less than namespaces of its own.

export function sayLess(reason: string): void {
  process.stderr.write(`warning: ${reason}; each result's isolation says which layers hold\n`);
}
