// Changes files and takes changes back. What is there is kept first, outside of the workspace; the change is made only if that
// is still there; and undoing it only if what the change left is. One after the other: no change of one caller is lost to
// another's.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { FileWorker } from '../../execution/file-worker.js';
import { startTimeOf } from '../../host/start-time.js';
import { type Answered, askWorker, type Work } from './ask-worker.js';
import {
  changeFiles,
  type ChangeParts,
  type FileReplacement,
  hashOf,
  takeFilesBack,
  temporariesOf,
} from './change-files.js';
import type { ChangeRecord, KeptChange, NewChange } from './change-record.js';
import type { Change, FileEdit, PlannedEdit, Undone } from './file-change.js';
import type { FileAnswerOf } from './file-answers.js';
import { findLatestChange } from './find-latest-change.js';
import { refuseMaskedContent } from './refuse-masked-content.js';
import { refuseMisleading } from './parse-file-path.js';
import { changedSince, keptForGood, noSuchChange } from './refuse-change.js';
import type { UndoStore } from './undo-store.js';
import { whyNotKept } from './why-not-kept.js';

export interface FileChangesOptions {
  readonly inOneTurn: FileWorker['inOneTurn'];
  readonly redactor: SecretRedactor;
  /** null where nothing is kept. */
  readonly undo: UndoStore | null;
  readonly onProblem: (error: unknown) => void;
}

/** How a change is kept, and what is to be told of that. */
type Kept = Pick<Change, 'changeId' | 'notKept'>;
type Cause = Pick<ChangeRecord, 'tool' | 'undoes'>;
type Snapshot = FileAnswerOf<'snapshot'>;

const mostDiffCharacters = 40_000;

export class FileChanges {
  readonly #options: FileChangesOptions;
  #hasSwept = false;

  constructor(options: FileChangesOptions) {
    this.#options = options;
  }

  write(path: string, content: string): Promise<Change> {
    return this.#inTurn(async (work) => {
      const found = await this.#ask(work, 'snapshot', { path });
      if (found.sha === null) refuseMisleading(path);
      if (found.data !== null) refuseMaskedContent(this.#options.redactor, found.data, content);
      return this.#replace(work, { tool: 'write_file', undoes: null }, path, found, Buffer.from(content));
    });
  }

  edit(path: string, edits: readonly FileEdit[], how: 'apply' | 'plan'): Promise<PlannedEdit> {
    const { redactor } = this.#options;
    return this.#inTurn(async (work) => {
      const asked = edits.map(({ oldText, newText }) => ({ old: oldText, new: newText }));
      const { before, sha, after, diff } = await this.#ask(work, 'planEdit', { path, edits: asked });
      refuseMaskedContent(redactor, before, after.toString());
      const shown = redactor.redactText(diff).slice(0, mostDiffCharacters);
      if (how === 'plan') return { ...nothingMade, bytes: after.length, diff: shown };
      const found = { sha, data: before, size: before.length };
      return {
        ...(await this.#replace(work, { tool: 'edit_file', undoes: null }, path, found, after)),
        diff: shown,
      };
    });
  }

  makeFolder(path: string): Promise<Change> {
    refuseMisleading(path);
    return this.#inTurn(async (work) => {
      const { value, createdProtected } = await askWorker(work, this.#options.redactor, 'makeFolder', {
        path,
      });
      const { made } = value;
      if (made.length === 0) return { ...nothingMade, createdProtected };
      const kept = await this.#keep({ kind: 'folders', tool: 'create_directory', undoes: null, made }, null);
      return { ...nothingMade, ...kept, created: true, createdProtected };
    });
  }

  move(source: string, target: string): Promise<Change> {
    refuseMisleading(target);
    return this.#inTurn((work) =>
      this.#move(work, { tool: 'move_file', undoes: null }, source, target, null),
    );
  }

  /** Files that are there, as one change. @param tool whose change it is */
  replaceAll(tool: string, files: readonly FileReplacement[]): Promise<Change> {
    return this.#inTurn(async (work) => ({
      ...nothingMade,
      ...(await changeFiles(this.#parts(work), { tool, undoes: null }, files)),
    }));
  }

  async list(): Promise<readonly KeptChange[]> {
    return (await this.#options.undo?.list()) ?? [];
  }

  undo(id: number | null): Promise<Undone> {
    return this.#inTurn(async (work) => {
      const undone = await this.#find(id);
      return { ...(await this.#takeBack(work, undone)), undone };
    });
  }

  async #find(id: number | null): Promise<KeptChange> {
    const { undo } = this.#options;
    if (id !== null) {
      const record = undo?.find(id) ?? null;
      if (record !== null) return { id, record };
    }
    const latest = id === null ? findLatestChange(await this.list()) : undefined;
    if (latest !== undefined) return latest;
    throw noSuchChange(id);
  }

  async #takeBack(work: Work, { id, record }: KeptChange): Promise<Change> {
    if ('notKept' in record && record.notKept !== null) throw keptForGood(id, record.notKept);
    switch (record.kind) {
      case 'move':
        return this.#move(
          work,
          { tool: 'undo_change', undoes: id },
          record.target,
          record.source,
          record.identity,
        );
      case 'folders': {
        const asked = { path: record.made[0] ?? '', paths: record.made };
        const done = await askWorker(work, this.#options.redactor, 'removeFolders', asked);
        await this.#options.undo?.drop(id);
        return { ...nothingMade, createdProtected: done.createdProtected };
      }
      case 'write':
        if (record.before === null) return this.#remove(work, id, record.path, record.after);
        return this.#restore(work, id, record, record.after);
      case 'files':
        return { ...nothingMade, ...(await takeFilesBack(this.#parts(work), id, record)) };
      case 'remove':
        return this.#restore(work, id, record, null);
    }
  }

  /** @param left the hash of what the change left; null where that was nothing */
  async #restore(
    work: Work,
    id: number,
    { path }: Extract<ChangeRecord, { kind: 'write' | 'remove' }>,
    left: string | null,
  ): Promise<Change> {
    const content = this.#options.undo?.readContent(id) ?? Buffer.alloc(0);
    const found = await this.#ask(work, 'snapshot', { path });
    if (found.sha !== left) throw changedSince(path);
    return this.#replace(work, { tool: 'undo_change', undoes: id }, path, found, content);
  }

  async #replace(work: Work, cause: Cause, path: string, found: Snapshot, content: Buffer): Promise<Change> {
    const temporary = `.pymcp-${randomBytes(8).toString('hex')}`;
    const notKept = whyNotKept(found, this.#options.redactor);
    const change = {
      kind: 'write',
      ...cause,
      path,
      before: found.sha,
      notKept,
      after: hashOf(content),
    } as const;
    const kept = await this.#keep({ ...change, temporary }, notKept === null ? found.data : null);
    const question = { path, data: content.toString('base64'), expected: found.sha, temporary };
    const { createdProtected, value } = await this.#make(work, kept, 'write', question);
    return {
      ...kept,
      created: found.sha === null,
      bytes: content.length,
      createdProtected,
      lost: value.lost,
    };
  }

  /** Of a file that a change has made. */
  async #remove(work: Work, undoes: number, path: string, after: string): Promise<Change> {
    const found = await this.#ask(work, 'snapshot', { path });
    if (found.sha !== after) throw changedSince(path);
    const notKept = whyNotKept(found, this.#options.redactor);
    const change = { kind: 'remove', tool: 'undo_change', undoes, path, before: after, notKept } as const;
    const kept = await this.#keep(change, notKept === null ? found.data : null);
    await this.#make(work, kept, 'remove', { path, expected: after });
    return { ...nothingMade, ...kept };
  }

  async #move(
    work: Work,
    cause: Cause,
    source: string,
    target: string,
    identity: string | null,
  ): Promise<Change> {
    const asked = { path: source, target, identity };
    const { value, createdProtected } = await askWorker(work, this.#options.redactor, 'move', asked);
    const kept = await this.#keep({ kind: 'move', ...cause, ...value }, null);
    return { ...nothingMade, ...kept, createdProtected };
  }

  /** Where it was not made, it is not there to be taken back. */
  async #make<Task extends 'write' | 'remove'>(
    work: Work,
    { changeId }: Kept,
    task: Task,
    question: Readonly<Record<string, unknown>>,
  ): Promise<Answered<Task>> {
    try {
      return await askWorker(work, this.#options.redactor, task, question);
    } catch (error) {
      const isKnown = error instanceof PymcpError && error.code !== 'files.failed';
      // A worker that has died may have made it, or have left its temporary file.
      if (isKnown && changeId !== null) await this.#options.undo?.drop(changeId);
      if (!isKnown && typeof question['temporary'] === 'string')
        await this.#sweep(work, String(question['path']), question['temporary']);
      throw error;
    }
  }

  /** A change that cannot be kept is made all the same, and that is said. */
  async #keep(change: NewChange, content: Buffer | null): Promise<Kept> {
    const { undo, onProblem } = this.#options;
    const notKept = 'notKept' in change ? change.notKept : null;
    if (undo === null) return { changeId: null, notKept: 'there is no state folder to keep it in' };
    try {
      return { changeId: await undo.keep(change, content), notKept };
    } catch (error) {
      onProblem(error);
      return { changeId: null, notKept: messageOf(error) };
    }
  }

  async #ask<Task extends 'snapshot' | 'planEdit'>(
    work: Work,
    task: Task,
    question: Readonly<Record<string, unknown>>,
  ): Promise<FileAnswerOf<Task>> {
    return (await askWorker(work, this.#options.redactor, task, question)).value;
  }

  #parts(work: Work): ChangeParts {
    const { redactor, undo } = this.#options;
    return { work, redactor, undo, keep: (change, content) => this.#keep(change, content) };
  }

  #inTurn<Value>(steps: (work: Work) => Promise<Value>): Promise<Value> {
    return this.#options.inOneTurn(async (work) => {
      await this.#sweepOnce(work);
      return steps(work);
    });
  }

  /** What a gateway that was killed has left in the workspace. */
  async #sweepOnce(work: Work): Promise<void> {
    if (this.#hasSwept) return;
    this.#hasSwept = true;
    for (const { record } of await this.list()) {
      const { pid, start } = record.gateway;
      if (startTimeOf(pid) === start) continue;
      for (const { path, temporary } of temporariesOf(record)) await this.#sweep(work, path, temporary);
    }
  }

  async #sweep(work: Work, path: string, temporary: string): Promise<void> {
    await askWorker(work, this.#options.redactor, 'sweep', { path, temporary }).catch(() => undefined);
  }
}

const nothingMade: Change = { changeId: null, notKept: null, created: false, bytes: 0, createdProtected: [] };
