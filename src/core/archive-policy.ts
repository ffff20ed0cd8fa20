// install.verified: what of an archive may become a file. Whoever made the archive chose every name, kind, size and mode in it; a name
// that is not plain, a kind that is not a file or a folder, or more than was announced ends the unpacking. Pure: nothing is touched.
import { whyNotContained } from './contained-path.js';
import { PymcpError } from './errors.js';
import { showStart } from './show-start.js';

export interface ArchiveBounds {
  readonly mostEntries: number;
  /** Of all files together, unpacked. */
  readonly mostBytes: number;
  /** Links are never made: an archive that has some is refused, or unpacked without them. */
  readonly links: 'refuse' | 'leave-out';
}

export interface ArchiveEntry {
  /** As the archive has it. */
  readonly path: string;
  /** `file`, `directory`, `symlink`, `link`, or anything else. */
  readonly kind: string;
  readonly bytes: number;
  readonly mode: number;
}

export type Admitted =
  | { readonly kind: 'file'; readonly path: string; readonly isExecutable: boolean; readonly bytes: number }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'left-out' };

interface Taken {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** Set-user-id, set-group-id and the sticky bit. */
const specialBits = 0o7000;
const executableBits = 0o111;
const shownLength = 100;

/** Of one archive: it counts, and remembers which names are taken. */
export class ArchivePolicy {
  readonly #bounds: ArchiveBounds;
  readonly #taken = new Map<string, Taken>();
  #entries = 0;
  #bytes = 0;

  constructor(bounds: ArchiveBounds) {
    this.#bounds = bounds;
  }

  get entries(): number {
    return this.#entries;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Before anything of the entry is written. @throws PymcpError `install.archive-refused` */
  judge(entry: ArchiveEntry): Admitted {
    this.#count(entry);
    const isFolder = entry.kind === 'directory';
    const path = isFolder ? entry.path.replace(/\/$/, '') : entry.path;
    const why = whyNotContained(path) ?? whyNotPlain(path);
    if (why !== null) throw refusal(entry.path, why);
    if ((entry.kind === 'symlink' || entry.kind === 'link') && this.#bounds.links === 'leave-out')
      return { kind: 'left-out' };
    if (!isFolder && entry.kind !== 'file') throw refusal(entry.path, `is a ${showStart(entry.kind, 20)}`);
    if ((entry.mode & specialBits) !== 0)
      throw refusal(entry.path, 'has a set-user-id, set-group-id or sticky bit');
    this.#take(path, isFolder ? 'folder' : 'file', entry.path);
    if (isFolder) return { kind: 'folder', path };
    return { kind: 'file', path, isExecutable: (entry.mode & executableBits) !== 0, bytes: entry.bytes };
  }

  #count({ path, bytes }: ArchiveEntry): void {
    this.#entries += 1;
    if (this.#entries > this.#bounds.mostEntries)
      throw refusal(path, `is one more than the ${this.#bounds.mostEntries} entries that it may have`);
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw refusal(path, 'has no size');
    this.#bytes += bytes;
    if (this.#bytes > this.#bounds.mostBytes)
      throw refusal(path, `brings it above the ${this.#bounds.mostBytes} bytes that it may have`);
  }

  /** A file system that folds case or composes letters would take two such names for one. */
  #take(path: string, kind: Taken['kind'], shown: string): void {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1)
      this.#claim(parts.slice(0, length).join('/'), 'folder', shown);
    this.#claim(path, kind, shown);
  }

  #claim(path: string, kind: Taken['kind'], shown: string): void {
    const folded = path.normalize('NFKC').toLowerCase().normalize('NFKC');
    const before = this.#taken.get(folded);
    if (before === undefined) this.#taken.set(folded, { path, kind });
    else if (before.kind === 'file' || kind === 'file' || before.path !== path)
      throw refusal(shown, `takes the name of ${JSON.stringify(showStart(before.path, shownLength))}`);
  }
}

/** Bytes that were no UTF-8 have become this character, and several names one. */
function whyNotPlain(path: string): string | null {
  return path.includes('\uFFFD') ? 'is no UTF-8' : null;
}

function refusal(path: string, why: string): PymcpError {
  return new PymcpError(
    'install.archive-refused',
    `the archive was not unpacked: its entry ${JSON.stringify(showStart(path, shownLength))} ${why}`,
    'nothing of it was kept; please report it, because the recorded checksum is that of this archive',
  );
}
