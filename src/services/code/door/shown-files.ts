// path.protected: of which files an editor may tell the language server the text. What is masked in the jail stays so: an editor that
// has such a file open is not listened to.
import { protectionOf } from '../../../core/protected-paths.js';
import { type FileChange, listChanges } from '../files/list-changes.js';
import type { SourceFolder, SourceList } from '../files/source-folder.js';
import { isPythonFile } from '../files/python-names.js';
import { toWorkspaceFile } from './door-uris.js';

export class ShownFiles {
  readonly #folder: SourceFolder;
  #told: SourceList = new Map();

  constructor(folder: SourceFolder) {
    this.#folder = folder;
  }

  /** Looks again. @returns what has changed since the last look */
  async look(): Promise<readonly FileChange[]> {
    const before = this.#told;
    this.#told = await this.#folder.look();
    return listChanges(before, this.#told);
  }

  /** Of the last look. */
  has(path: string): boolean {
    return this.#told.has(path);
  }

  /** @param jailUri of a document, not of the editor's own spelling */
  mayBeTold(jailUri: string): boolean {
    const path = toWorkspaceFile(jailUri);
    if (path === null || this.has(path)) return true;
    // One that is not saved yet.
    const isMasked = path.split('/').some((name) => protectionOf(name) === 'masked');
    return isPythonFile(path) && !isMasked && !this.#folder.isTaken(path);
  }
}
