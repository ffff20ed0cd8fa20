// Whether a tree is what its packages say of themselves: each file is of exactly one package and has the bytes that its RECORD names,
// nothing is missing, and the packages are those that were asked for.
import { normaliseName } from '../../core/allowed-packages.js';
import type { EnvironmentPackage } from '../../core/environment-record.js';
import type { TreeEntry } from '../../host/read-tree.js';
import { parsePackageRecord } from './parse-record.js';

const mostProblems = 20;

/**
 * @param files below site-packages
 * @param read the text of one of them
 * @returns what is wrong, a sentence each, at most 20; empty where nothing is
 */
export function checkRecords(
  files: readonly TreeEntry[],
  packages: readonly EnvironmentPackage[],
  read: (path: string) => string,
): readonly string[] {
  const problems: string[] = [];
  const byPath = new Map(files.filter(({ kind }) => kind === 'file').map((file) => [file.path, file]));
  const owned = new Map<string, string>();
  const folders = files.filter(({ path, kind }) => kind === 'folder' && /^[^/]+\.dist-info$/.test(path));
  const own = folders.map(({ path }) => ({ path, name: nameOf(read, path, byPath) }));
  for (const { path, name } of own) {
    const record = byPath.has(`${path}/RECORD`) ? parsePackageRecord(read(`${path}/RECORD`)) : null;
    if (record === null) problems.push(`${path} has no RECORD that can be read`);
    for (const row of record ?? []) {
      const file = byPath.get(row.path);
      const other = owned.get(row.path);
      if (other !== undefined) problems.push(`${row.path} is of ${other} and of ${name ?? path}`);
      else if (file === undefined) problems.push(`${row.path} of ${name ?? path} is gone`);
      else if (row.sha256 === null ? row.path !== `${path}/RECORD` : row.sha256 !== file.sha256)
        problems.push(`${row.path} of ${name ?? path} has other bytes than its RECORD says`);
      owned.set(row.path, name ?? path);
    }
  }
  for (const path of byPath.keys()) if (!owned.has(path)) problems.push(`${path} is of no package`);
  const wanted = packages.map(({ name, version }) => `${name}==${version}`);
  const found = own.map(({ name }) => name ?? '');
  for (const one of wanted) if (!found.includes(one)) problems.push(`${one} is not there`);
  for (const one of found) if (!wanted.includes(one)) problems.push(`${one} was not asked for`);
  return problems.slice(0, mostProblems);
}

/** `name==version`, as its METADATA has it; null where it has none. */
function nameOf(
  read: (path: string) => string,
  folder: string,
  files: ReadonlyMap<string, TreeEntry>,
): string | null {
  const path = `${folder}/METADATA`;
  if (!files.has(path)) return null;
  const [head = ''] = read(path).split(/\r?\n\r?\n/);
  const name = /^Name:\s*(\S+)\s*$/im.exec(head)?.[1];
  const version = /^Version:\s*(\S+)\s*$/im.exec(head)?.[1];
  return name === undefined || version === undefined ? null : `${normaliseName(name)}==${version}`;
}
