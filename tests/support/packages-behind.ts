// The packages that a package needs when it runs, for copies of this one that have to stand alone.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';

type Dependencies = Readonly<Record<string, string>>;

/** Large, and needed by one service alone: a copy that does not try it is made without, and names it where it does. */
const largePackages: readonly string[] = ['pyright', '@astral-sh/ruff-wasm-nodejs'];

/** Folders below node_modules: what package.json names as a dependency, the given ones, and all that these need. */
export function packagesBehind(more: readonly string[] = []): string[] {
  const found = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names.filter((one) => !found.has(one))) {
      found.add(name);
      visit(dependenciesOf(join('node_modules', name)));
    }
  };
  visit([...dependenciesOf('.').filter((name) => !largePackages.includes(name)), ...more]);
  return [...found].map((name) => join('node_modules', name));
}

function dependenciesOf(folder: string): string[] {
  const text = readFileSync(join(packageRoot(), folder, 'package.json'), 'utf8');
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text) as {
    dependencies?: Dependencies;
    optionalDependencies?: Dependencies;
  };
  // Of binaries for each kind of machine, those of this one are there.
  const isThere = (name: string): boolean => existsSync(join(packageRoot(), 'node_modules', name));
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies).filter(isThere)];
}
