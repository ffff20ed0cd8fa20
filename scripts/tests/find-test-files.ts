// Where the compiled tests are: unit tests beside the code, capability tests in tests/.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Kind = 'unit' | 'capability';

const roots: Record<Kind, readonly string[]> = {
  unit: ['dist-test/src', 'dist-test/bench', 'dist-test/scripts'],
  capability: ['dist-test/tests'],
};

/** Paths relative to the repository, sorted. */
export function findTestFiles(kind: Kind): string[] {
  return roots[kind].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.js'))
      .map((path) => join(root, path))
      .sort(),
  );
}
