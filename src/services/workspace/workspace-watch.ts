// Tells clients of what changes in the workspace, whoever changed it: a service says that it may have written, or the kernel that
// somebody has, and then the files that clients subscribed to are looked at, and no others. path.protected: by the host, and what
// is masked is not there for it. limit.cpu: looks are at most a tenth of the time, and nothing is looked at where nobody asked.
import { dirname } from 'node:path/posix';
import type { StopWatching } from '../../core/change.js';
import type { Workspace } from '../../core/workspace.js';
import { toWorkspaceUri } from '../../core/workspace-uri.js';
import { doLater, letOthersRun, monotonicMs, nowMs } from '../../host/clock.js';
import { toByteString, WalkedFolder } from '../../host/walked-folder.js';
import { type IsMasked, toIsMasked } from '../../sandbox/workspace/to-is-masked.js';
import { WorkspaceGuard } from '../../sandbox/workspace/workspace-guard.js';
import { ChangeFeed } from '../change-feed.js';
import { AttendedFile } from './attended-file.js';
import { FolderWatches } from './folder-watches.js';
import { ListedFolder } from './listed-folder.js';
import { seeFile, seeFolder, seeNames } from './see-place.js';

/** From what may have been a change to the look; what follows meanwhile is seen by it too. */
const gatherMs = 40;
/** Looks take no more of the time than one part of so many. */
const restShare = 10;
const mostFiles = 4_000;
const mostFolders = 500;
/** limit.cpu: until others get their turn. */
const filesAtOnce = 100;

interface Opened {
  readonly guard: WorkspaceGuard;
  readonly root: WalkedFolder;
  readonly watches: FolderWatches;
}

/** Whoever opens it closes it. */
export class WorkspaceWatch {
  /** All callers share the workspace, and are told of the same. */
  readonly changes = new ChangeFeed({ gatherMs: 50 });
  readonly #workspace: Workspace;
  readonly #files = new Map<string, AttendedFile>();
  readonly #folders = new Map<string, ListedFolder>();
  #opened: Opened | null = null;
  #stopWaiting: (() => void) | null = null;
  #looking: Promise<void> = Promise.resolve();
  #restMs = gatherMs;
  #isClosed = false;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** From now on its changes are told. @returns null where there are too many */
  attend(path: string): StopWatching | null {
    if (this.#isClosed) return () => undefined;
    const { root, watches } = this.#open();
    const file = this.#files.get(path) ?? new AttendedFile(seeFile(root, path));
    if (file.count === 0 && this.#files.size >= mostFiles) return null;
    this.#files.set(path, file);
    file.count += 1;
    watches.add(folderOf(path));
    let isWanted = true;
    return () => {
      if (!isWanted) return;
      isWanted = false;
      file.count -= 1;
      if (file.count > 0) return;
      this.#files.delete(path);
      this.#drop();
    };
  }

  /** A client is about to see that these files are there. @returns those that it may see */
  async list(paths: readonly string[]): Promise<readonly string[]> {
    if (this.#isClosed) return [];
    const { root, watches, guard } = this.#open();
    const isMasked = await findMasked(guard);
    if (isMasked === null || this.#opened === null) return [];
    const seen = paths.filter((path) => !isMasked(toByteString(path)));
    for (const folder of new Set(['', ...seen.flatMap(foldersOf)])) {
      if (this.#folders.has(folder) || this.#folders.size >= mostFolders) continue;
      this.#folders.set(folder, new ListedFolder(seeNames(root, folder, isMasked)));
      watches.add(folder);
    }
    return seen;
  }

  /** Those that are there as files and that a client may see. */
  async findVisible(paths: readonly string[]): Promise<readonly string[]> {
    if (this.#isClosed) return [];
    const { root, guard } = this.#open();
    const isMasked = await findMasked(guard);
    if (isMasked === null || this.#opened === null) return [];
    return paths.filter((path) => !isMasked(toByteString(path)) && seeFile(root, path) !== null);
  }

  /** Something may have changed. Returns at once. */
  readonly look = (): void => {
    if (this.#files.size + this.#folders.size === 0 || this.#isClosed) return;
    this.#stopWaiting ??= doLater(this.#restMs, () => {
      this.#stopWaiting = null;
      this.#looking = this.#looking.then(() => this.#lookNow());
    });
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWaiting?.();
    await this.#looking;
    const opened = this.#opened;
    this.#opened = null;
    opened?.watches.close();
    opened?.root.close();
    await opened?.guard.close();
  }

  /** Never rejects: what cannot be looked at is told to whoever runs something there. */
  async #lookNow(): Promise<void> {
    const opened = this.#opened;
    if (opened === null || this.#isClosed) return;
    const started = monotonicMs();
    // Before anything is looked at: what changes from now on is seen by the next look.
    opened.watches.renew();
    const isMasked = await findMasked(opened.guard);
    if (isMasked !== null) await this.#compare(opened.root, isMasked);
    this.#restMs = Math.max(gatherMs, (monotonicMs() - started) * (restShare - 1));
  }

  async #compare(root: WalkedFolder, isMasked: IsMasked): Promise<void> {
    let count = 0;
    for (const [path, file] of this.#files) {
      if ((count += 1) % filesAtOnce === 0) await letOthersRun();
      this.#tell(path, file.compare(seeFile(root, path), isMasked(toByteString(path)), nowMs()));
    }
    for (const [path, folder] of this.#folders) {
      if ((count += 1) % filesAtOnce === 0) await letOthersRun();
      const readNames = (): string | null => seeNames(root, path, isMasked);
      if (folder.hasChanged(seeFolder(root, path), readNames, nowMs()))
        this.changes.tellAll({ kind: 'resource-list' });
    }
  }

  #tell(path: string, difference: ReturnType<AttendedFile['compare']>): void {
    if (difference === 'too-young-to-say') this.look();
    if (difference === 'none' || difference === 'too-young-to-say') return;
    this.changes.tellAll({ kind: 'resource', uri: toWorkspaceUri(path) });
    if (difference === 'came-or-went') this.changes.tellAll({ kind: 'resource-list' });
  }

  #open(): Opened {
    this.#opened ??= {
      guard: WorkspaceGuard.open(this.#workspace),
      root: WalkedFolder.open(this.#workspace.path),
      watches: new FolderWatches(() => this.#opened?.root ?? null, this.look),
    };
    return this.#opened;
  }

  /** Folders that nobody is interested in are watched no more. */
  #drop(): void {
    const wanted = new Set([...this.#folders.keys(), ...[...this.#files.keys()].map(folderOf)]);
    this.#opened?.watches.keep(wanted);
  }
}

/** null where it cannot be known: then nothing is told. */
async function findMasked(guard: WorkspaceGuard): Promise<IsMasked | null> {
  try {
    return toIsMasked(await guard.survey());
  } catch {
    return null;
  }
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

function foldersOf(path: string): readonly string[] {
  const folder = folderOf(path);
  return folder === '' ? [] : [folder, ...foldersOf(folder)];
}
