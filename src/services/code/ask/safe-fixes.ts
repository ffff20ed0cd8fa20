// Rules of ruff whose fixes keep what the code does, as ruff's documentation has it: its WebAssembly build does not tell which they
// are. A rule that is not here may be as safe; then its fix is chosen by itself. Pure.

/** Imports in order, or not used, or several in one statement; f-strings without a place; `not x in y`; line ends and semicolons. */
const safe: ReadonlySet<string> = new Set(['E401', 'E703', 'E713', 'E714', 'F401', 'F541', 'I001', 'W292']);

export function isSafeFix(rule: string, path: string): boolean {
  // What a package imports is what others may import from it.
  if (rule === 'F401' && /(?:^|\/)__init__\.pyi?$/.test(path)) return false;
  return safe.has(rule);
}
