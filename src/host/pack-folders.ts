// Folders of ours as one tar archive, for an engine that is given file trees so. Owners are left out: everything is root's there.
import { readdir, readFile, readlink, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { packTar, type TarEntry } from 'modern-tar';

/** @param roots host folder → where its content is in the archive, '' for its top; a later one adds to what is there */
export async function packFolders(roots: readonly (readonly [string, string])[]): Promise<Uint8Array> {
  const entries = new Map<string, TarEntry>();
  for (const [folder, place] of roots) await addFolder(folder, place, entries);
  return packTar([...entries.values()]);
}

async function addFolder(folder: string, place: string, entries: Map<string, TarEntry>): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const [path, inside] = [join(folder, name), place === '' ? name : `${place}/${name}`];
    const status = await lstat(path);
    const common = { mode: status.mode & 0o777, mtime: status.mtime, uid: 0, gid: 0 };
    if (status.isDirectory()) {
      entries.set(inside, { header: { ...common, name: `${inside}/`, type: 'directory', size: 0 } });
      await addFolder(path, inside, entries);
    } else if (status.isSymbolicLink()) {
      const linkname = await readlink(path);
      entries.set(inside, { header: { ...common, name: inside, type: 'symlink', linkname, size: 0 } });
    } else if (status.isFile()) {
      const body = await readFile(path);
      entries.set(inside, { header: { ...common, name: inside, type: 'file', size: body.length }, body });
    }
  }
}
