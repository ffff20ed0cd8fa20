// What the language server knows of the files, and telling it what has changed since: files that are open get their new text,
// of the others it is told that they changed. Never stale: this is done before each question, and nothing waits for a clock.
import { fileChangeTypes, listChanges } from '../files/list-changes.js';
import type { SourceFolder, SourceList } from '../files/source-folder.js';
import type { LanguageServer } from './language-server.js';
import { toUri } from './workspace-uri.js';

/** What it was told; `listed`: that files came or went, after which it looks through the folders again. */
export type Told = 'nothing' | 'changed' | 'listed';

interface OpenDocument {
  readonly stamp: string;
  readonly version: number;
}

const { changed } = fileChangeTypes;
/** Those that are open it checks again after each change, unasked, and a question has to wait for that. */
const mostOpen = 2;

export class Documents {
  readonly #server: LanguageServer;
  readonly #open = new Map<string, OpenDocument>();
  #told: SourceList;

  /** @param told the files that were there when the server looked for them first */
  constructor(server: LanguageServer, told: SourceList) {
    this.#server = server;
    this.#told = told;
  }

  /** Tells what is different now. */
  tell(folder: SourceFolder): Told {
    const now = folder.files;
    const found = listChanges(this.#told, now);
    // Of one that is open it gets the new text itself.
    const changes = found
      .filter(({ path, type }) => type !== changed || !this.#open.has(path))
      .map(({ path, type }) => ({ uri: toUri(path), type }));
    this.#told = now;
    for (const path of [...this.#open.keys()]) this.#refresh(path, folder);
    if (changes.length > 0) this.#server.notify('workspace/didChangeWatchedFiles', { changes });
    if (found.length === 0) return 'nothing';
    return found.every(({ type }) => type === changed) ? 'changed' : 'listed';
  }

  /** What the server says of an open document is about exactly this text. */
  open(path: string, folder: SourceFolder): void {
    const stamp = folder.files.get(path);
    if (this.#open.has(path) || stamp === undefined) return;
    const text = folder.read(path);
    if (text === null) return;
    const [oldest] = this.#open.keys();
    if (this.#open.size >= mostOpen && oldest !== undefined) this.#close(oldest);
    this.#open.set(path, { stamp, version: 1 });
    this.#server.notify('textDocument/didOpen', {
      textDocument: { uri: toUri(path), languageId: 'python', version: 1, text },
    });
  }

  #refresh(path: string, folder: SourceFolder): void {
    const known = this.#open.get(path);
    const stamp = folder.files.get(path);
    if (known === undefined || stamp === known.stamp) return;
    const text = stamp === undefined ? null : folder.read(path);
    if (stamp === undefined || text === null) {
      this.#close(path);
      return;
    }
    const version = known.version + 1;
    this.#open.set(path, { stamp, version });
    this.#server.notify('textDocument/didChange', {
      textDocument: { uri: toUri(path), version },
      contentChanges: [{ text }],
    });
  }

  #close(path: string): void {
    this.#open.delete(path);
    this.#server.notify('textDocument/didClose', { textDocument: { uri: toUri(path) } });
  }
}
