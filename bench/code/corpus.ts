// Real Python to ask about, copied so that it can be changed: what of the machine's own Python is everywhere, or a package that is.
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Corpus {
  /** What it is, for a person. */
  readonly name: string;
  readonly folder: string;
  /** Relative to it, in order. */
  readonly files: readonly string[];
  readonly lines: number;
}

/** About 22,000 lines of CPython's standard library, of any version. */
const selection = [
  'asyncio',
  'collections',
  'concurrent',
  'email',
  'http',
  'importlib',
  'json',
  'logging',
  'urllib',
  'wsgiref',
] as const;

/** Tests, and what was installed beside the library itself. */
const passedOver: ReadonlySet<string> = new Set([
  'test',
  'tests',
  'idle_test',
  '__pycache__',
  'site-packages',
  'dist-packages',
]);

/** rope, where it is installed for this Python; else a selection of the standard library. @param to is made */
export function copyMiddle(standardLibrary: string, rope: string | null, to: string): Corpus {
  if (rope !== null) return copy('rope', dirname(rope), listPython(rope, 'rope'), to);
  const files = selection.flatMap((name) => listPython(join(standardLibrary, name), name));
  return copy('a part of the standard library', standardLibrary, files, to);
}

/** The whole standard library, without its tests. */
export function copyWhole(standardLibrary: string, to: string): Corpus {
  return copy('the whole standard library', standardLibrary, listPython(standardLibrary, ''), to);
}

function copy(name: string, from: string, files: readonly string[], folder: string): Corpus {
  let lines = 0;
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(from, file), join(folder, file));
    lines += readFileSync(join(folder, file), 'utf8').split('\n').length - 1;
  }
  return { name, folder, files, lines };
}

/** @param path of the folder, relative to where the answers are relative to */
function listPython(folder: string, path: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !passedOver.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return listPython(join(folder, entry.name), below);
      return entry.isFile() && entry.name.endsWith('.py') ? [below] : [];
    });
}
