// Which files go into the bundle: those of the npm package that a server needs, and the packages behind it, as the lockfile
// has them for production.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The documents that tell whose it is. */
const single = ['package.json', 'LICENSE', 'README.md', 'SECURITY.md', 'CHANGELOG.md'] as const;
/** Of a package: what is loaded, and whose it is. Not its sources, tests, documents and settings of its makers. */
const loaded = /\.(?:[cm]?js|json|wasm)$|(?:^|\/)(?:LICEN[CS]E|NOTICE)[^/]*$/i;
const unused = /(?:^|\/)(?:\.[^/]*|tests?|specs?|examples?|benchmarks?)(?:\/|$)|\.test(?:-support)?\.js$/;

/** What the language server knows of the standard library: all of it is data that it loads. Stubs of other packages are thousands of files more. */
const typeshed = /^node_modules\/pyright\/dist\/typeshed-fallback\/stdlib\//;

/** Paths relative to the working folder, with slashes, sorted. */
export function listBundled(): string[] {
  return [
    ...single,
    ...below('dist', /(?<!\.test|\.test-support)\.js$/),
    ...below('guest', /\.py$/).filter((path) => !path.startsWith('guest/tests/')),
    ...listPackages().flatMap((folder) => below(folder, /./).filter(isLoaded)),
  ].sort();
}

function isLoaded(path: string): boolean {
  return typeshed.test(path) || (loaded.test(path) && !unused.test(path));
}

/**
 * Folders of packages without those of development; a package inside another is listed by itself. Optional ones are native code for one
 * kind of machine (the keyring's), which a bundle for all has not, and a server does not need.
 */
function listPackages(): string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>;
  };
  return Object.entries(packages)
    .filter(([folder, { dev, optional }]) => folder !== '' && dev !== true && optional !== true)
    .map(([folder]) => folder);
}

function below(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path) && !/(?:^|\/)node_modules\//.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}
