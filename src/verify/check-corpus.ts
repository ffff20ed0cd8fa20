// Whether the attacks are those of this package, whole: one that is missing or another would leave its promise untried and unseen. The
// build has written down what they are. It guards against accidents: who can change the attacks can change that list, too.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { exists, readdir, readFile } from '../host/files.js';
import { packageRoot } from '../host/package-root.js';

const list = 'dist/hostile.sha256';
const mostNamed = 3;

/** @throws PymcpError `verify.corpus-damaged` */
export async function checkCorpus(root: string = packageRoot()): Promise<void> {
  const path = join(root, list);
  const wanted = (await exists(path)) ? await readFile(path, 'utf8') : null;
  const found = new Map<string, string>();
  for (const name of await listAttacks(join(root, 'hostile')))
    found.set(`hostile/${name}`, sha256(await readFile(join(root, 'hostile', name), 'utf8')));
  const problems = wanted === null ? [`${list} is missing`] : compareCorpus(wanted, found);
  if (problems.length === 0) return;
  throw new PymcpError(
    'verify.corpus-damaged',
    `the attacks are not those that belong to this package: ${problems.join('; ')}`,
    'install the package again; in a checkout: make compile',
  );
}

async function listAttacks(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.py'));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * @param sums as sha256sum(1) prints them
 * @param found path to SHA-256 of what is there
 */
export function compareCorpus(sums: string, found: ReadonlyMap<string, string>): string[] {
  const wanted = new Map(
    [...sums.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)].map(([, sum = '', path = '']) => [path, sum]),
  );
  if (wanted.size === 0) return [`${list} is empty`];
  const missing = [...wanted.keys()].filter((path) => !found.has(path));
  const foreign = [...found.keys()].filter((path) => !wanted.has(path));
  const changed = [...wanted].flatMap(([path, sum]) =>
    found.has(path) && found.get(path) !== sum ? [path] : [],
  );
  return [...say('missing', missing), ...say('changed', changed), ...say('no part of it', foreign)];
}

function say(what: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > mostNamed ? ', …' : '';
  return [`${paths.length} ${what} (${paths.toSorted().slice(0, mostNamed).join(', ')}${more})`];
}
