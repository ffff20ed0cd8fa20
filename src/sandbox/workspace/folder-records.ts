// What is in each folder of a workspace, as far as protection is concerned, kept from one look to the next.
import { type Protection, protectionOf } from '../../core/protected-paths.js';
import type { ByteString, EntryKind, WalkedFolder } from '../../host/walked-folder.js';

export interface NamedEntry {
  readonly name: ByteString;
  readonly kind: EntryKind;
  readonly protection: Protection;
}

export interface FolderRecord {
  readonly stamp: string;
  readonly count: number;
  readonly folders: readonly ByteString[];
  readonly protected: readonly NamedEntry[];
}

/** A change within one tick of the kernel's clock leaves the stamp as it is: what is younger is read again. */
const settledMs = 100;

/** A name that comes, goes or changes gives its folder another stamp; a folder with the same one is not read again. */
export class FolderRecords {
  #last: Map<ByteString, FolderRecord>;
  #next = new Map<ByteString, FolderRecord>();

  constructor(last: Map<ByteString, FolderRecord> = new Map()) {
    this.#last = last;
  }

  /** Records for the next look, with those of folders that this one has not met left out. */
  forNextLook(): FolderRecords {
    return new FolderRecords(this.#next);
  }

  /** @param spend is told of every entry, and may throw to end the reading */
  read(path: ByteString, folder: WalkedFolder, spend: (entries: number) => void): FolderRecord {
    const now = Date.now();
    const { text, changedMs } = folder.stamp;
    const known = this.#last.get(path);
    if (known?.stamp === text) spend(known.count);
    const record = known?.stamp === text ? known : readFolder(folder, text, spend);
    // What changes after the stamp was taken changes the stamp, unless the last change is too young.
    if (Math.abs(now - changedMs) > settledMs) this.#next.set(path, record);
    return record;
  }
}

function readFolder(folder: WalkedFolder, stamp: string, spend: (entries: number) => void): FolderRecord {
  const folders: ByteString[] = [];
  const named: NamedEntry[] = [];
  let count = 0;
  for (const { name, kind } of folder.entries()) {
    count += 1;
    spend(1);
    const protection = protectionOf(name);
    if (protection !== null) named.push({ name, kind, protection });
    if (kind === 'folder') folders.push(name);
  }
  return { stamp, count, folders, protected: named };
}
