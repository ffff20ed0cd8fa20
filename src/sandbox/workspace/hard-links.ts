// path.protected: a protected file may have other names in the workspace (link(2)); they lead to the same content.
import type { ByteString, EntryStatus, WalkedFolder } from '../../host/walked-folder.js';
import { type FolderRecords, type Spend, toFileKey } from './folder-records.js';
import type { ProtectedPlace } from './plan-covers.js';
import { joinPath, walkFolders } from './walk-folders.js';

interface LinkedFile {
  readonly cover: ProtectedPlace['cover'];
  readonly links: number;
  found: number;
}

export class HardLinks {
  readonly #files = new Map<string, LinkedFile>();

  /** Files with one name are left out; `masked` outranks `read-only`. */
  add(file: EntryStatus, cover: ProtectedPlace['cover']): void {
    const key = toFileKey(file);
    if (file.links < 2n || this.#files.get(key)?.cover === 'masked') return;
    this.#files.set(key, { cover, links: Number(file.links), found: 0 });
  }

  /** Every file that stands in a masked folder. */
  addAllOf(folder: WalkedFolder): void {
    for (const { name, kind } of folder.entries()) {
      const status = kind === 'folder' ? null : folder.inspect(name);
      if (status !== null) this.add(status, 'masked');
    }
  }

  /** Adds all names in the workspace of the files that were added, those that were known among them. */
  async findAll(
    root: WalkedFolder,
    records: FolderRecords,
    spend: Spend,
    add: (place: ProtectedPlace) => void,
  ): Promise<void> {
    let missing = this.#files.size;
    if (missing === 0) return;
    const enter = (folder: WalkedFolder, path: ByteString): readonly ByteString[] => {
      if (missing === 0) return [];
      const { folders, files } = records.readFiles(folder, spend);
      for (const [name, key] of files) {
        const file = this.#files.get(key);
        if (file === undefined) continue;
        add({ path: joinPath(path, name), cover: file.cover });
        file.found += 1;
        if (file.found === file.links) missing -= 1;
      }
      return folders;
    };
    await walkFolders(root, { enter, skip: () => undefined });
  }
}
