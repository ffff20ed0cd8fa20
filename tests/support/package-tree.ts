// A tree of packages as the store of environments keeps it: in a folder that nobody else can enter, read-only, named by nothing.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface PackageTreeOnDisk {
  /** Holds `site-packages` and nothing else. */
  readonly folder: string;
  remove(): void;
}

/** What is in `site-packages`: text by path, or where to copy a file or folder from. */
export type TreeFiles = Readonly<Record<string, string | { readonly from: string }>>;

export function makePackageTree(files: TreeFiles): PackageTreeOnDisk {
  const outer = mkdtempSync(join(tmpdir(), 'pymcp-tree-'));
  const folder = join(outer, 'trees', 'tree');
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, 'site-packages', path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof content === 'string') writeFileSync(target, content);
    else cpSync(content.from, target, { recursive: true, dereference: true });
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    setReadOnly(join(folder, name));
  setReadOnly(folder);
  chmodSync(join(outer, 'trees'), 0o700);
  return {
    folder,
    remove() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) chmodSync(path, 0o755);
      }
      chmodSync(folder, 0o755);
      rmSync(outer, { recursive: true });
    },
  };
}

function setReadOnly(path: string): void {
  chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
}

/** A module in C of the standard library as `PACKAGE/NAME`, for trees that have to have one: where it is, and its file's name. */
export function findExtension(name: string): { readonly from: string; readonly file: string } {
  for (const version of readdirSync('/usr/lib').filter((entry) => /^python3\.\d+$/.test(entry))) {
    const folder = `/usr/lib/${version}/lib-dynload`;
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}.`));
    if (file !== undefined) return { from: join(folder, file), file };
  }
  throw new Error(`the Python of this machine has no ${name} of its own`);
}
