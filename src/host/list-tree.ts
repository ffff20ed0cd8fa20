// What stands below a folder, as the host sees it: for whoever has to know whether somebody has changed it.
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface TreeEntry {
  /** Below the folder; bytes that are no UTF-8 are shown as replacement characters. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'device' | 'other';
  readonly mode: number;
  readonly uid: number;
  /** Of a regular file of at most 4 KB, or what a link says; null for everything else and what cannot be read. */
  readonly content: string | null;
}

const mostEntries = 5_000;
const mostBytes = 4096;

/** Follows no link. At most 5,000 entries: a guest may have made a tree without end. */
export function listTree(folder: string): readonly TreeEntry[] {
  const found: TreeEntry[] = [];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined && found.length < mostEntries; at = waiting.pop()) {
    for (const entry of entriesOf(join(folder, at))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      const described = describe(folder, path);
      if (described === null) continue;
      found.push(described);
      if (described.kind === 'folder') waiting.push(path);
    }
  }
  return found;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function describe(folder: string, path: string): TreeEntry | null {
  const status = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (status === undefined) return null;
  const { mode, uid, size } = status;
  const kind = status.isFile()
    ? 'file'
    : status.isDirectory()
      ? 'folder'
      : status.isSymbolicLink()
        ? 'link'
        : status.isCharacterDevice() || status.isBlockDevice()
          ? 'device'
          : 'other';
  const content =
    kind === 'link' || (kind === 'file' && size <= mostBytes) ? contentOf(join(folder, path), kind) : null;
  return { path, kind, mode: mode & 0o7777, uid, content };
}

function contentOf(path: string, kind: 'file' | 'link'): string | null {
  try {
    return kind === 'link' ? readlinkSync(path) : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
