// Lints and formats the Python of the repository with ruff, which npm has as a WebAssembly module.
//   node dist-test/scripts/lint-python.js [--fix]     --fix writes what can be mended
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-nodejs';

const folders = ['guest', 'algorithms', 'bench', 'hostile', 'scripts', 'tests'];

/** Python 3.9 is the oldest that the jail runs. Code is wrapped where prettier wraps; a comment may be a little longer. */
const settings = {
  'line-length': 110,
  'target-version': 'py39',
  lint: {
    select: ['E', 'F', 'W', 'I', 'B', 'UP', 'SIM', 'N', 'C4', 'PIE', 'RET', 'RUF', 'S602', 'S604', 'S605'],
    pycodestyle: { 'max-line-length': 120 },
    // Names that unittest calls.
    'pep8-naming': { 'extend-ignore-names': ['startTest', 'stopTest', 'add*'] },
  },
};

const fix = process.argv.includes('--fix');
const ruff = new Workspace(settings, PositionEncoding.Utf16);
const complaints = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => path.endsWith('.py'))
  .flatMap((path) => check(path));

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0)
  console.error(`error: ruff: ${complaints.length} complaints\nhint: make format mends the formatting`);
process.exitCode = complaints.length > 0 ? 1 : 0;

function check(path: string): string[] {
  const found = readFileSync(path, 'utf8');
  const source = fix ? mend(found) : found;
  const diagnostics = ruff.check(source) as Diagnostic[];
  const lines = diagnostics.map(
    ({ code, message, start_location: { row, column } }) =>
      `${path}:${row}:${column} ${code ?? 'syntax'} ${message}`,
  );
  if (diagnostics.some(({ code }) => code === 'invalid-syntax')) return lines;
  const formatted = ruff.format(source);
  if (fix && formatted !== found) writeFileSync(path, formatted);
  return fix || formatted === source ? lines : [...lines, `${path} is not formatted`];
}

/** Applies the fixes of those rules whose fixes never change what a program does, one after the other. */
function mend(source: string): string {
  const harmless = /^(?:I|UP|W)\d|^F401 `typing\./;
  const diagnostic = (ruff.check(source) as Diagnostic[]).find(
    (one) => one.fix !== null && harmless.test(`${one.code ?? ''} ${one.message}`),
  );
  if (!diagnostic?.fix) return source;
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ row, column }: { row: number; column: number }): number =>
    (lineStarts[row - 1] ?? 0) + column - 1;
  const edits = diagnostic.fix.edits
    .map((edit) => ({
      start: offset(edit.location),
      end: offset(edit.end_location),
      content: edit.content ?? '',
    }))
    .sort((one, other) => other.start - one.start);
  const mended = edits.reduce(
    (text, { start, end, content }) => text.slice(0, start) + content + text.slice(end),
    source,
  );
  return mended === source ? source : mend(mended);
}
