// path.protected: from what was found in a workspace to what is mounted over it, in order. Pure.
import type { WorkspaceAccess } from '../../core/workspace.js';
import type { ByteString } from '../../host/walked-folder.js';

/** Something that is protected: by its name, as the target of such a link, or as another name of such a file. */
export interface ProtectedPlace {
  /** Relative to the workspace, slash-separated. */
  readonly path: ByteString;
  readonly cover: 'masked' | 'read-only';
}

/** One mount over a path. `pinned`: the folder over itself, which changes nothing but that it cannot be renamed. */
export interface Cover {
  readonly path: ByteString;
  readonly cover: ProtectedPlace['cover'] | 'pinned';
}

/**
 * Folders before what is in them. What lies below something masked needs no mask, and in a read-only workspace nothing
 * needs to be made read-only.
 *
 * In a writable one, the folders above a protected place are pinned: a mount point cannot be renamed or removed
 * (rename(2), EBUSY), so no guest can move `secrets/.env` out of the way by moving `secrets` while another sandbox is born.
 */
export function planCovers(places: readonly ProtectedPlace[], access: WorkspaceAccess): readonly Cover[] {
  const masked = new Set(places.filter(({ cover }) => cover === 'masked').map(({ path }) => path));
  const readOnly = new Set(
    places.filter(({ cover, path }) => cover === 'read-only' && !masked.has(path)).map(({ path }) => path),
  );
  const covers = new Map<ByteString, Cover['cover']>();
  for (const path of masked) if (!isBelow(path, masked)) covers.set(path, 'masked');
  if (access === 'writable') {
    for (const path of readOnly)
      if (!isBelow(path, masked) && !isBelow(path, readOnly)) covers.set(path, 'read-only');
    for (const path of [...covers.keys()].flatMap(foldersAbove))
      if (!covers.has(path) && !isBelow(path, readOnly)) covers.set(path, 'pinned');
  }
  return [...covers]
    .map(([path, cover]) => ({ path, cover }))
    .sort((one, other) => depthOf(one.path) - depthOf(other.path) || (one.path < other.path ? -1 : 1));
}

function isBelow(path: ByteString, folders: ReadonlySet<ByteString>): boolean {
  return foldersAbove(path).some((folder) => folders.has(folder));
}

/** `a`, `a/b` for `a/b/c`. */
function foldersAbove(path: ByteString): ByteString[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

function depthOf(path: ByteString): number {
  return path.split('/').length;
}
