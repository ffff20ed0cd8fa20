// path.protected: whether all that a survey read is still so, without walking again. It keeps every folder of the workspace open
// with the times that it had before its names were read. What makes that safe: a name that comes, goes or becomes another file
// changes the times of the folder that it stands in (the premise of folder-records.ts); a descriptor is that folder wherever it
// is moved to; so if the root and all others have their times still, the tree has the same names and the same folders. What
// protected names stand for, and where protected links lead, is looked at again. Any doubt is told as a change.
import type { ByteString, EntryStatus, FolderMark, WalkedFolder } from '../../host/walked-folder.js';

/** A change within one tick of the kernel's clock leaves the times as they are: a folder that is younger is not trusted. */
const settledMs = 100;
/** limit.cpu: each costs two system calls at every look. */
const mostEntries = 200;

interface Entry {
  readonly folder: WalkedFolder;
  readonly name: ByteString;
  readonly found: string;
}

/** Whoever makes one closes it. */
export class QuickLook {
  readonly #mostFolders: number;
  readonly #folders = new Map<WalkedFolder, FolderMark>();
  readonly #entries: Entry[] = [];
  #root: { readonly folder: WalkedFolder; readonly device: number } | null = null;
  #hasDoubt = false;

  /** @param mostFolders that may be kept open */
  constructor(mostFolders: number) {
    this.#mostFolders = mostFolders;
  }

  /** Before the names in it are read. The first is the root, which is never closed here. */
  enter(folder: WalkedFolder): void {
    const { mark } = folder;
    this.#root ??= { folder, device: mark.device };
    const isSettled = Math.abs(Date.now() - mark.changedMs) > settledMs;
    // One that is kept open on another file system would keep that from being unmounted.
    const isKept = this.#folders.size < this.#mostFolders && mark.device === this.#root.device;
    if (!isSettled || !isKept) this.doubt();
    if (!this.#hasDoubt) this.#folders.set(folder, mark);
  }

  /** A protected entry, as it was found. */
  note(folder: WalkedFolder, name: ByteString, status: EntryStatus): void {
    if (this.#entries.length >= mostEntries) this.doubt();
    if (!this.#hasDoubt) this.#entries.push({ folder, name, found: describe(folder, name, status) });
  }

  /** From now on, and for good, everything may have changed. */
  doubt(): void {
    this.#hasDoubt = true;
    this.#entries.length = 0;
  }

  /** Whether it closes the folder, sooner or later. */
  keeps(folder: WalkedFolder): boolean {
    return this.#folders.has(folder);
  }

  isUnchanged(): boolean {
    if (this.#hasDoubt) return false;
    for (const [folder, mark] of this.#folders) if (!isAsItWas(folder, mark)) return false;
    return this.#entries.every(isWhatItWas);
  }

  close(): void {
    this.doubt();
    for (const folder of this.#folders.keys()) if (folder !== this.#root?.folder) folder.close();
    this.#folders.clear();
  }
}

function isAsItWas({ mark }: WalkedFolder, { changedMs, modifiedMs }: FolderMark): boolean {
  return mark.changedMs === changedMs && mark.modifiedMs === modifiedMs;
}

function isWhatItWas({ folder, name, found }: Entry): boolean {
  const status = folder.inspect(name);
  return status !== null && describe(folder, name, status) === found;
}

function describe(folder: WalkedFolder, name: ByteString, status: EntryStatus): string {
  const itself = toText(status);
  if (status.kind !== 'link') return itself;
  const target = folder.inspectTarget(name);
  return [itself, folder.resolve(name) ?? '', target === null ? '' : toText(target)].join('\n');
}

/** Of a folder without its times: those of the ones in the workspace are looked at by themselves. */
function toText({ kind, device, inode, links, bornNs, changedNs }: EntryStatus): string {
  const itself = `${kind} ${device}:${inode} ${bornNs}`;
  return kind === 'folder' ? itself : `${itself} ${links} ${changedNs}`;
}
