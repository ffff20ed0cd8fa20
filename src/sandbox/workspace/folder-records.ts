// What is in each folder of a workspace, as far as protection is concerned, kept from one look to the next.
import { type Protection, protectionOf } from '../../core/protected-paths.js';
import type { ByteString, EntryKind, EntryStatus, WalkedFolder } from '../../host/walked-folder.js';

export interface NamedEntry {
  readonly name: ByteString;
  readonly kind: EntryKind;
  readonly protection: Protection;
}

export interface FolderRecord {
  readonly count: number;
  readonly folders: readonly ByteString[];
  readonly protected: readonly NamedEntry[];
}

/** Which file each name is: `toFileKey`. */
export interface FileRecord {
  readonly count: number;
  readonly folders: readonly ByteString[];
  readonly files: readonly (readonly [name: ByteString, key: string])[];
}

interface Stamped<Record> {
  readonly stamp: string;
  readonly record: Record;
}

/** Is told of every entry, and may throw to end the reading. */
export type Spend = (entries: number) => void;

/** A change within one tick of the kernel's clock leaves the stamp as it is: what is younger is read again. */
const settledMs = 100;

/** The same for all names of a file. */
export function toFileKey({ device, inode }: EntryStatus): string {
  return `${device}:${inode}`;
}

/** A name that comes, goes or changes gives its folder another stamp; a folder with the same one is not read again. */
export class FolderRecords {
  readonly #names = new Records<FolderRecord>(readNames);
  readonly #files = new Records<FileRecord>(readFiles);

  readNames(folder: WalkedFolder, spend: Spend): FolderRecord {
    return this.#names.read(folder, spend);
  }

  /** Takes a system call for every file of a folder that it has not read before. */
  readFiles(folder: WalkedFolder, spend: Spend): FileRecord {
    return this.#files.read(folder, spend);
  }
}

class Records<Record extends { readonly count: number }> {
  readonly #records = new Map<string, Stamped<Record>>();
  readonly #readAnew: (folder: WalkedFolder, spend: Spend) => Record;

  constructor(readAnew: (folder: WalkedFolder, spend: Spend) => Record) {
    this.#readAnew = readAnew;
  }

  read(folder: WalkedFolder, spend: Spend): Record {
    const now = Date.now();
    const { key, text: stamp, changedMs } = folder.stamp;
    const known = this.#records.get(key);
    if (known?.stamp === stamp) {
      spend(known.record.count);
      return known.record;
    }
    const record = this.#readAnew(folder, spend);
    // What changes after the stamp was taken changes the stamp, unless the last change is too young.
    if (Math.abs(now - changedMs) > settledMs) this.#keep(key, { stamp, record });
    return record;
  }

  /** limit.memory: the records of folders that are gone go when there are too many. */
  #keep(key: string, stamped: Stamped<Record>): void {
    if (this.#records.size >= mostRecords) this.#records.clear();
    this.#records.set(key, stamped);
  }
}

const mostRecords = 100_000;

function readNames(folder: WalkedFolder, spend: Spend): FolderRecord {
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
  return { count, folders, protected: named };
}

function readFiles(folder: WalkedFolder, spend: Spend): FileRecord {
  const folders: ByteString[] = [];
  const files: [ByteString, string][] = [];
  let count = 0;
  for (const { name, kind } of folder.entries()) {
    count += 1;
    spend(1);
    const status = kind === 'other' ? folder.inspect(name) : null;
    if (status !== null) files.push([name, toFileKey(status)]);
    if (kind === 'folder') folders.push(name);
  }
  return { count, folders, files };
}
