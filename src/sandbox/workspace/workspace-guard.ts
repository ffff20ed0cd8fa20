// path.protected: keeps watch over one workspace: what to cover before each launch, and what a run has created.
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { toShownPath } from '../../core/shown-path.js';
import { Underway } from '../../core/underway.js';
import type { Workspace } from '../../core/workspace.js';
import { readKernelFile } from '../../host/files.js';
import { hasCode } from '../../host/errno.js';
import { WalkedFolder } from '../../host/walked-folder.js';
import { listCreated } from './list-created.js';
import { FolderRecords } from './folder-records.js';
import { type Cover, planCovers } from './plan-covers.js';
import { refuseStrangeMounts } from './refuse-strange-mounts.js';
import { countKeptFolders } from './count-kept-folders.js';
import type { LookPace } from './look-pace.js';
import { QuickLook } from './quick-look.js';
import { type Survey, surveyWorkspace } from './survey-workspace.js';

/** Each is a mount in every sandbox. */
const mostCovers = 4096;

/** Whoever opens one closes it. */
export class WorkspaceGuard {
  readonly #workspace: Workspace;
  readonly #root: WalkedFolder;
  readonly #records = new FolderRecords();
  readonly #looks = new Underway();
  readonly #mostKept = countKeptFolders(readKernelFile('/proc/self/limits') ?? '');
  /** The last survey, while nothing has changed since. */
  #last: { readonly survey: Survey; readonly look: QuickLook; readonly mounts: string } | null = null;
  #isClosed = false;

  private constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#root = WalkedFolder.open(workspace.path);
  }

  static open(workspace: Workspace): WorkspaceGuard {
    return new WorkspaceGuard(workspace);
  }

  /** After the looks that are under way: their descriptor must not become that of something else. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#looks.settled();
    this.#forget();
    this.#root.close();
  }

  /** @throws PymcpError `workspace.refused` where it is not the folder that was checked, or cannot be looked through */
  async survey(pace: LookPace = 'once'): Promise<Survey> {
    if (this.#isClosed) throw new PymcpError('jail.lost', 'the template was closed', 'run it again');
    this.#refuseIfMoved();
    const mounts = readKernelFile('/proc/self/mountinfo') ?? '';
    // What is mounted on a folder hides it from its path, and not from who has it open.
    if (this.#last?.mounts === mounts && this.#last.look.isUnchanged()) return this.#last.survey;
    this.#forget();
    refuseStrangeMounts(mounts, this.#workspace.path);
    try {
      return await this.#looks.add(this.#lookThrough(mounts, pace === 'often' ? this.#mostKept : 0));
    } catch (error) {
      // A guest has closed it to its owner, before or while it was looked through.
      if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) throw refuseClosed(this.#workspace.path);
      throw error;
    }
  }

  async #lookThrough(mounts: string, mostKept: number): Promise<Survey> {
    const look = new QuickLook(mostKept);
    try {
      const survey = await surveyWorkspace(this.#root, this.#records, look);
      this.#forget();
      this.#last = { survey, look, mounts };
      return survey;
    } catch (error) {
      look.close();
      throw error;
    }
  }

  #forget(): void {
    this.#last?.look.close();
    this.#last = null;
  }

  /** @throws PymcpError `workspace.refused` */
  planCovers({ places }: Survey): readonly Cover[] {
    const covers = places.length > 2 * mostCovers ? null : planCovers(places, this.#workspace.access);
    if (covers !== null && covers.length <= mostCovers) return covers;
    throw new PymcpError(
      'workspace.refused',
      `the workspace has more than ${mostCovers} files and folders to protect, each a mount in every sandbox`,
      'name a smaller folder, or move large folders such as node_modules out of it',
    );
  }

  /**
   * Protected entries that were not there before, whoever made them, as paths for a person. Never rejects: a run that
   * left a workspace that cannot be looked through any more is told so in the last line.
   */
  async findCreated(before: Survey): Promise<readonly string[]> {
    if (this.#workspace.access === 'read-only') return [];
    try {
      return listCreated(before, await this.survey());
    } catch (error) {
      const why = messageOf(error);
      return [`… not searched: ${toShownPath(why)}`];
    }
  }

  #refuseIfMoved(): void {
    const { path, device, inode } = this.#workspace;
    const { status } = this.#root;
    if (this.#root.path === path && status.device === device && status.inode === inode) return;
    throw new PymcpError(
      'workspace.refused',
      `the workspace ${JSON.stringify(path)} was moved, removed or replaced`,
      'start pymcp again with the folder as it is now',
    );
  }
}

function refuseClosed(path: string): PymcpError {
  return new PymcpError(
    'workspace.refused',
    `the workspace ${JSON.stringify(path)} has become a folder that you may not list`,
    `open it again: chmod u+rwx ${JSON.stringify(path)}`,
  );
}
