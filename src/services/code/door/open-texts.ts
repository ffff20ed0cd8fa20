// The documents that an editor has open, with their text, so that a new server can be told of them. limit.memory: bounded.
import { isRecord } from './rpc-message.js';

export interface OpenText {
  /** As the jail calls it. */
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

const mostDocuments = 512;
const mostCharacters = 64 * 1024 * 1024;
const mostOfOne = 4 * 1024 * 1024;

export class OpenTexts {
  readonly #texts = new Map<string, OpenText>();
  #characters = 0;

  get all(): readonly OpenText[] {
    return [...this.#texts.values()];
  }

  has(uri: string): boolean {
    return this.#texts.has(uri);
  }

  /** False where there is no room for it. */
  set(document: OpenText): boolean {
    const { uri, text } = document;
    const before = this.#texts.get(uri)?.text.length ?? 0;
    const isMore = !this.#texts.has(uri) && this.#texts.size >= mostDocuments;
    if (isMore || text.length > mostOfOne || this.#characters - before + text.length > mostCharacters)
      return false;
    this.#characters += text.length - before;
    this.#texts.set(uri, document);
    return true;
  }

  /** Whole texts alone: the server's own word for what it takes is not handed on (toEditorInitialize). */
  change(params: unknown): boolean {
    if (!isRecord(params) || !isRecord(params['textDocument'])) return false;
    const { uri, version } = params['textDocument'];
    const known = this.#texts.get(String(uri));
    const changes = params['contentChanges'];
    const last: unknown = Array.isArray(changes) ? changes.at(-1) : undefined;
    if (known === undefined || !isRecord(last) || 'range' in last || typeof last['text'] !== 'string')
      return false;
    return this.set({
      ...known,
      text: last['text'],
      version: typeof version === 'number' ? version : known.version + 1,
    });
  }

  get(uri: string): OpenText | undefined {
    return this.#texts.get(uri);
  }

  delete(uri: string): boolean {
    this.#characters -= this.#texts.get(uri)?.text.length ?? 0;
    return this.#texts.delete(uri);
  }
}

/** Of textDocument/didOpen, with the jail's address; null where it is none. */
export function parseOpened(params: unknown): OpenText | null {
  const document = isRecord(params) ? params['textDocument'] : null;
  if (!isRecord(document)) return null;
  const { uri, languageId, version, text } = document;
  if (typeof uri !== 'string' || typeof text !== 'string' || typeof version !== 'number') return null;
  return { uri, languageId: languageId === 'python' ? 'python' : 'plaintext', version, text };
}
