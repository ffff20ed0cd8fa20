// What one question has at hand: the files as they are at this moment, and a language server that knows them so.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { SourceFolder } from './files/source-folder.js';
import type { LanguageServer } from './server/language-server.js';
import { leftOf } from './server/left-of.js';
import type { LiveServer } from './server/live-server.js';
import { type LspSymbol, parseReply, symbols } from './server/replies.js';
import { toUri } from './server/workspace-uri.js';

/** When a question ends, answered or not. */
export interface Bounds {
  readonly deadlineMs: number;
  /** Whoever asked does not want to know any more. */
  readonly signal?: AbortSignal | undefined;
}

export class CodeSession {
  readonly files: SourceFolder;
  readonly #live: LiveServer;
  readonly #server: LanguageServer;
  readonly #bounds: Bounds;

  constructor(files: SourceFolder, live: LiveServer, server: LanguageServer, bounds: Bounds) {
    this.files = files;
    this.#live = live;
    this.#server = server;
    this.#bounds = bounds;
  }

  /** @throws PymcpError `code.server-failed`, `code.server-refused` */
  async request<Schema extends z.ZodType>(
    method: string,
    params: object,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const { deadlineMs, signal } = this.#bounds;
    return parseReply(schema, await this.#server.request(method, params, leftOf(deadlineMs), signal));
  }

  /** What a file defines, as `request` answers it; asked of the server once while no file changes. */
  async symbolsOf(path: string): Promise<readonly LspSymbol[]> {
    const known = this.#live.symbols.get(path);
    if (known !== undefined) return known;
    const params = { textDocument: { uri: toUri(path) } };
    const found = await this.request('textDocument/documentSymbol', params, symbols);
    this.#live.symbols.set(path, found);
    return found;
  }

  /** For questions that are about open documents alone. */
  open(path: string): void {
    this.#live.open(path);
  }

  /** The lines of a file; null where it cannot be shown. */
  findLines(path: string): readonly string[] | null {
    return this.files.readLines(path);
  }

  /** @throws PymcpError `code.place-invalid` */
  linesOf(path: string): readonly string[] {
    const lines = this.findLines(path);
    if (lines !== null) return lines;
    throw new PymcpError(
      'code.place-invalid',
      `${JSON.stringify(path)} cannot be read as text of at most 4 MB`,
      'name another file',
    );
  }
}
