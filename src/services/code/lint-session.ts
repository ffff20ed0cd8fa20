// What one question to ruff has at hand: the files as they are at this moment.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { SourceFolder } from './files/source-folder.js';
import type { Linter } from './server/linter.js';
import { parseReply } from './server/replies.js';

export class LintSession {
  readonly files: SourceFolder;
  readonly #linter: Linter;
  readonly #deadlineMs: number;

  constructor(files: SourceFolder, linter: Linter, deadlineMs: number) {
    this.files = files;
    this.#linter = linter;
    this.#deadlineMs = deadlineMs;
  }

  /** @throws PymcpError `code.place-invalid` */
  textOf(path: string): string {
    const text = this.files.read(path);
    if (text !== null) return text;
    throw new PymcpError(
      'code.place-invalid',
      `${JSON.stringify(path)} cannot be read as text of at most 4 MB`,
      'name another file',
    );
  }

  /** @throws PymcpError `code.server-failed`, `code.server-refused` */
  async ask<Schema extends z.ZodType>(
    method: 'check' | 'format',
    params: { readonly text: string; readonly options: object },
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    return parseReply(schema, await this.#linter.ask(method, params, this.#deadlineMs));
  }
}
