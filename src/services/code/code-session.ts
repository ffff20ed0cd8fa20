// What one question has at hand: the files as they are at this moment, and a language server that knows them so.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { SourceFolder } from './files/source-folder.js';
import type { LanguageServer } from './server/language-server.js';
import { leftOf } from './server/left-of.js';
import type { LiveServer } from './server/live-server.js';
import { parseReply } from './server/replies.js';

export class CodeSession {
  readonly files: SourceFolder;
  readonly #live: LiveServer;
  readonly #server: LanguageServer;
  readonly #deadlineMs: number;

  constructor(files: SourceFolder, live: LiveServer, server: LanguageServer, deadlineMs: number) {
    this.files = files;
    this.#live = live;
    this.#server = server;
    this.#deadlineMs = deadlineMs;
  }

  /** @throws PymcpError `code.server-failed`, `code.server-refused` */
  async request<Schema extends z.ZodType>(
    method: string,
    params: object,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    return parseReply(schema, await this.#server.request(method, params, leftOf(this.#deadlineMs)));
  }

  /** For questions that are about open documents alone. */
  open(path: string): void {
    this.#live.open(path);
  }

  /** The lines of a file; null where it cannot be shown. */
  findLines(path: string): readonly string[] | null {
    return this.files.read(path)?.split(/\r\n|\n|\r/) ?? null;
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
