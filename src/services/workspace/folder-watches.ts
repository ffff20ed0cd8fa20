// Folders in which the kernel tells of changes, whoever makes them. Each tells once, and is watched again by the next look: a
// program that writes without end costs no more than one that wrote once.
import type { WalkedFolder } from '../../host/walked-folder.js';
import { seeFolder, watchFolder } from './see-place.js';

/** The kernel has few of them for a user (fs.inotify.max_user_watches), and editors want theirs. */
const mostWatches = 64;

interface Watch {
  /** Which folder it is: another may stand there later. */
  readonly key: string;
  readonly stop: () => void;
}

export class FolderWatches {
  /** null: to be watched from the next look on. */
  readonly #folders = new Map<string, Watch | null>();
  readonly #root: () => WalkedFolder | null;
  readonly #onChange: () => void;

  constructor(root: () => WalkedFolder | null, onChange: () => void) {
    this.#root = root;
    this.#onChange = onChange;
  }

  /** Beyond the bound nothing is watched, and only what services write is told. */
  add(folder: string): void {
    if (this.#folders.has(folder) || this.#folders.size >= mostWatches) return;
    this.#folders.set(folder, null);
    this.#begin(folder);
  }

  /** Those that have told, and those at whose place another folder stands. */
  renew(): void {
    const root = this.#root();
    if (root === null) return;
    for (const [folder, watch] of this.#folders) {
      if (watch !== null && watch.key === keyOf(root, folder)) continue;
      watch?.stop();
      this.#begin(folder);
    }
  }

  /** No others. */
  keep(wanted: ReadonlySet<string>): void {
    for (const [folder, watch] of this.#folders) {
      if (wanted.has(folder)) continue;
      watch?.stop();
      this.#folders.delete(folder);
    }
  }

  close(): void {
    this.keep(new Set());
  }

  #begin(folder: string): void {
    const root = this.#root();
    if (root === null) return;
    const key = keyOf(root, folder);
    const stop = watchFolder(root, folder, () => {
      if (this.#folders.has(folder)) this.#folders.set(folder, null);
      this.#onChange();
    });
    this.#folders.set(folder, stop === null ? null : { key, stop });
  }
}

function keyOf(root: WalkedFolder, folder: string): string {
  return seeFolder(root, folder)?.text.split(' ')[0] ?? 'nothing';
}
