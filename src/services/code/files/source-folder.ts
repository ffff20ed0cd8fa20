// The Python files of a workspace as the host sees them: which there are, whether they changed, what stands in them.
// path.contained: by descriptor, never through a link. path.protected: what is masked is not there.
import { toByteString, WalkedFolder } from '../../../host/walked-folder.js';
import { withinFolder } from '../../../host/within-folder.js';
import type { Workspace } from '../../../core/workspace.js';
import { type IsMasked, toIsMasked } from '../../../sandbox/workspace/to-is-masked.js';
import { walkFolders } from '../../../sandbox/workspace/walk-folders.js';
import { WorkspaceGuard } from '../../../sandbox/workspace/workspace-guard.js';
import { PythonNames } from './python-names.js';

/** Relative to the workspace → a stamp that another content, or another file at that place, changes. */
export type SourceList = ReadonlyMap<string, string>;

const mostBytes = 4 * 1024 * 1024;
/** limit.memory: of the texts that are kept. */
const mostKept = 32 * 1024 * 1024;

interface Kept {
  readonly stamp: string;
  readonly text: string;
  /** Made when they are first asked for. */
  lines: readonly string[] | null;
}

/** Whoever opens it closes it. */
export class SourceFolder {
  readonly #guard: WorkspaceGuard;
  readonly #root: WalkedFolder;
  readonly #names = new PythonNames();
  readonly #texts = new Map<string, Kept>();
  #kept = 0;
  #isHidden: IsMasked = () => false;
  #files: SourceList = new Map();

  constructor(workspace: Workspace) {
    this.#guard = WorkspaceGuard.open(workspace);
    this.#root = WalkedFolder.open(workspace.path);
  }

  /** Those of the last look. */
  get files(): SourceList {
    return this.#files;
  }

  /** Looks again. @throws PymcpError `workspace.refused` */
  async look(): Promise<SourceList> {
    this.#isHidden = toIsMasked(await this.#guard.survey('often'));
    const files = new Map<string, string>();
    await walkFolders(
      this.#root,
      this.#names.collect(files, (path) => this.#isHidden(path)),
    );
    this.#files = files;
    return files;
  }

  /** The text of a file of the last look; null where it has none that can be shown. */
  read(path: string): string | null {
    return this.#find(path)?.text ?? null;
  }

  /** The same in lines, as Python and the language server count them. */
  readLines(path: string): readonly string[] | null {
    const kept = this.#find(path);
    if (kept === null) return null;
    kept.lines ??= kept.text.split(/\r\n|\n|\r/);
    return kept.lines;
  }

  /** Whether something stands there now, shown or not. */
  isTaken(path: string): boolean {
    const opened: WalkedFolder[] = [];
    try {
      let folder = this.#root;
      for (const name of toByteString(path).split('/')) {
        const kind = folder.inspect(name)?.kind;
        if (kind === undefined) return false;
        if (kind !== 'folder') return true;
        opened.push((folder = folder.openBelow(name)));
      }
      return true;
    } catch {
      // Swapped meanwhile: something is there.
      return true;
    } finally {
      for (const one of opened) one.close();
    }
  }

  async close(): Promise<void> {
    await this.#guard.close();
    this.#root.close();
  }

  #find(path: string): Kept | null {
    const stamp = this.#files.get(path);
    if (stamp === undefined) return null;
    const known = this.#texts.get(path);
    if (known?.stamp === stamp) return known;
    const text = this.#readNow(path)?.toString('utf8');
    if (text === undefined) return null;
    const kept = { stamp, text, lines: null };
    this.#keep(path, kept);
    return kept;
  }

  #readNow(path: string): Buffer | null {
    const parts = toByteString(path).split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') || this.#isHidden(parts.join('/')))
      return null;
    const name = parts.pop() ?? '';
    return withinFolder(this.#root, parts, (folder) => folder.readFile(name, mostBytes));
  }

  #keep(path: string, kept: Kept): void {
    this.#kept += kept.text.length - (this.#texts.get(path)?.text.length ?? 0);
    this.#texts.set(path, kept);
    if (this.#kept <= mostKept) return;
    this.#texts.clear();
    this.#kept = 0;
  }
}
