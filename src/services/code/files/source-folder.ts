// The Python files of a workspace as the host sees them: which there are, whether they changed, what stands in them.
// path.contained: by descriptor, never through a link. path.protected: what is masked is not there.
import { PymcpError } from '../../../core/errors.js';
import { type ByteString, type StagedFile, WalkedFolder } from '../../../host/walked-folder.js';
import type { Workspace } from '../../../core/workspace.js';
import type { Survey } from '../../../sandbox/workspace/survey-workspace.js';
import { walkFolders } from '../../../sandbox/workspace/walk-folders.js';
import { WorkspaceGuard } from '../../../sandbox/workspace/workspace-guard.js';
import type { ChangedFile } from '../change/changed-file.js';
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
  #hidden: ReadonlySet<ByteString> = new Set();
  #readOnly: ReadonlySet<ByteString> = new Set();
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
    const { places } = await this.#guard.survey();
    this.#hidden = toPaths(places, 'masked');
    this.#readOnly = toPaths(places, 'read-only');
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

  /**
   * The new content of a file of the last look, beside it; whoever asks for it puts it in its place or discards it.
   * @throws PymcpError `code.not-written` where it is protected, no longer what it was, or not UTF-8
   */
  stage(change: ChangedFile): StagedFile {
    this.refuseIfChanged(change);
    if (this.#isBelow(this.#readOnly, toBytes(change.path))) refuseToWrite(change.path, 'is protected');
    const names = toBytes(change.path).split('/');
    const opened: WalkedFolder[] = [];
    const close = (): void => {
      for (const folder of opened.splice(0)) folder.close();
    };
    try {
      let folder = this.#root;
      for (const name of names.slice(0, -1)) opened.push((folder = folder.openBelow(name)));
      const file = folder.stageFile(names.at(-1) ?? '', Buffer.from(change.after));
      return {
        place: file.place,
        discard: () => {
          if (opened.length > 0 || names.length === 1) file.discard();
          close();
        },
      };
    } catch (error) {
      close();
      throw error;
    }
  }

  /** @throws PymcpError `code.not-written` */
  refuseIfChanged({ path, before }: ChangedFile): void {
    if (this.#readNow(path)?.equals(Buffer.from(before)) !== true)
      refuseToWrite(path, 'has changed since it was looked at, or is not UTF-8');
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
    const parts = toBytes(path).split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') || this.#isHidden(parts.join('/')))
      return null;
    return this.#readBelow(this.#root, parts);
  }

  #readBelow(folder: WalkedFolder, [name = '', ...rest]: readonly ByteString[]): Buffer | null {
    if (rest.length === 0) return folder.readFile(name, mostBytes);
    let below: WalkedFolder;
    try {
      below = folder.openBelow(name);
    } catch {
      // Gone, or a link by now.
      return null;
    }
    try {
      return this.#readBelow(below, rest);
    } finally {
      below.close();
    }
  }

  #isHidden(path: ByteString): boolean {
    return this.#isBelow(this.#hidden, path);
  }

  #isBelow(places: ReadonlySet<ByteString>, path: ByteString): boolean {
    if (places.size === 0) return false;
    const parts = path.split('/');
    return parts.some((_, index) => places.has(parts.slice(0, index + 1).join('/')));
  }

  #keep(path: string, kept: Kept): void {
    this.#kept += kept.text.length - (this.#texts.get(path)?.text.length ?? 0);
    this.#texts.set(path, kept);
    if (this.#kept <= mostKept) return;
    this.#texts.clear();
    this.#kept = 0;
  }
}

function toPaths(places: Survey['places'], kind: 'masked' | 'read-only'): ReadonlySet<ByteString> {
  return new Set(places.filter(({ cover }) => cover === kind).map(({ path }) => path));
}

function toBytes(path: string): ByteString {
  return Buffer.from(path).toString('latin1');
}

function refuseToWrite(path: string, why: string): never {
  throw new PymcpError(
    'code.not-written',
    `nothing was changed: ${JSON.stringify(path)} ${why}`,
    'ask again, and leave the file alone meanwhile; what is protected is for a person to change',
  );
}
