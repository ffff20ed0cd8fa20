// What makes two trees the same: paths, kinds, whether a file may be executed, and bytes. Owners and times do not.
import { createHash } from 'node:crypto';
import type { TreeEntry } from '../../host/read-tree.js';

/** SHA-256 of one line for each file and folder below `site-packages`, in the order of the paths: 64 hexadecimal digits. */
export function hashContent(files: readonly TreeEntry[]): string {
  const hash = createHash('sha256');
  for (const { path, kind, isExecutable, sha256 } of files) {
    const letter = kind === 'folder' ? 'd' : isExecutable ? 'x' : 'f';
    // No path has a line break in it (contained-path.ts).
    hash.update(`${letter} ${sha256} ${path}\n`);
  }
  return hash.digest('hex');
}
