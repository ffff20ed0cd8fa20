// The files service of one gateway: one workspace, two workers in jails of their own, and what was changed through it. The
// executor that it works with ends the workers. Never rejects: a refusal is an answer too.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { type CallEntry, type CallJournal, noCallJournal } from '../../core/call-journal.js';
import { type ExecutionJournal, noJournal, type Origin } from '../../core/execution-journal.js';
import type { EnvironmentName } from '../../core/names.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Workspace } from '../../core/workspace.js';
import type { Executor } from '../../execution/executor.js';
import { type Answer, toAnswer } from '../python/answer.js';
import { askWorker, type Work } from './ask-worker.js';
import type { FileReplacement } from './change-files.js';
import type { FileAnswerOf, FileTask } from './file-answers.js';
import type { Change, FileEdit, PlannedEdit, Undone } from './file-change.js';
import { FileChanges } from './file-changes.js';
import type { KeptChange } from './change-record.js';
import { parseFilePath, toWorkspacePath } from './parse-file-path.js';
import { type ReadText, readText, type TextRange } from './read-text.js';
import { tellingWritten } from './telling-written.js';
import { UndoStore } from './undo-store.js';

type FilesJournal = CallJournal & Pick<ExecutionJournal, 'refuse'>;

export interface FilesServiceOptions {
  readonly executor: Pick<Executor, 'openFileWorker'>;
  /** Whose jail the workers live in. */
  readonly environment: EnvironmentName;
  readonly workspace: Workspace;
  /** audit.chain: told of every call. */
  readonly journal?: FilesJournal;
  readonly redactor?: SecretRedactor;
  /** null: nothing is kept to be taken back. */
  readonly undo?: UndoStore | null;
  readonly onProblem: (error: unknown) => void;
  /** Told after each step that may have changed something. */
  readonly onWritten?: () => void;
}

export interface TreeOptions {
  readonly excluded: readonly string[];
  readonly withIgnored: boolean;
}

export interface TextQuery extends TreeOptions {
  readonly pattern: string;
  readonly isRegex: boolean;
  readonly ignoreCase: boolean;
  readonly included: readonly string[];
  readonly most: number;
  readonly around: number;
}

export class FilesService {
  readonly access: Workspace['access'];
  /** secret.unlogged: for whoever cuts what was read. */
  readonly redactor: SecretRedactor;
  readonly #options: FilesServiceOptions;
  readonly #journal: FilesJournal;
  readonly #changes: FileChanges;
  /** A search may take seconds; a read does not wait for it, and changes follow one another. */
  readonly #quick: Work;
  readonly #slow: Work;

  constructor(options: FilesServiceOptions) {
    const { executor, environment, workspace, undo } = options;
    this.#options = options;
    this.access = workspace.access;
    this.redactor = options.redactor ?? noSecrets;
    this.#journal = options.journal ?? { ...noJournal, ...noCallJournal };
    const quick = executor.openFileWorker(environment);
    const slow = executor.openFileWorker(environment);
    this.#quick = quick.work.bind(quick);
    this.#slow = slow.work.bind(slow);
    this.#changes = new FileChanges({
      inOneTurn: tellingWritten(quick.inOneTurn.bind(quick), options.onWritten),
      redactor: this.redactor,
      undo: undo === undefined ? UndoStore.ofWorkspace(workspace.path) : undo,
      onProblem: options.onProblem,
    });
  }

  readText(caller: Caller, given: string, range: TextRange, signal?: AbortSignal): Promise<Answer<ReadText>> {
    return this.#read(caller, 'read_text_file', given, (path) =>
      readText(this.#quick, this.redactor, path, range, signal),
    );
  }

  /** Each by itself: one that cannot be read does not keep the others from being read. */
  async readMany(
    caller: Caller,
    given: readonly string[],
    mostBytes: number,
    signal?: AbortSignal,
  ): Promise<readonly Answer<ReadText>[]> {
    const answers: Answer<ReadText>[] = [];
    for (const one of given)
      answers.push(
        await this.#read(caller, 'read_multiple_files', one, (path) =>
          readText(this.#quick, this.redactor, path, { mostBytes }, signal),
        ),
      );
    return answers;
  }

  readMedia(
    caller: Caller,
    given: string,
    signal?: AbortSignal,
    tool = 'read_media_file',
  ): Promise<Answer<FileAnswerOf<'readMedia'> & { readonly path: string }>> {
    return this.#read(caller, tool, given, async (path) => {
      const { value } = await askWorker(this.#quick, this.redactor, 'readMedia', { path }, signal);
      return { ...value, path };
    });
  }

  describe(caller: Caller, given: string): Promise<Answer<FileAnswerOf<'describe'>>> {
    return this.#ask(caller, 'get_file_info', given, this.#quick, 'describe', {});
  }

  list(
    caller: Caller,
    tool: string,
    given: string,
    withSizes: boolean,
  ): Promise<Answer<FileAnswerOf<'list'>>> {
    return this.#ask(caller, tool, given, this.#quick, 'list', { withSizes });
  }

  tree(
    caller: Caller,
    given: string,
    options: TreeOptions,
    signal?: AbortSignal,
  ): Promise<Answer<FileAnswerOf<'tree'>>> {
    return this.#ask(caller, 'directory_tree', given, this.#slow, 'tree', { ...options }, signal);
  }

  searchFiles(
    caller: Caller,
    given: string,
    options: TreeOptions & { readonly pattern: string; readonly most: number },
    signal?: AbortSignal,
    tool = 'search_files',
  ): Promise<Answer<FileAnswerOf<'searchFiles'>>> {
    return this.#ask(caller, tool, given, this.#slow, 'searchFiles', { ...options }, signal);
  }

  searchText(
    caller: Caller,
    given: string,
    query: TextQuery,
    signal?: AbortSignal,
  ): Promise<Answer<FileAnswerOf<'searchText'>>> {
    return this.#ask(caller, 'search_text', given, this.#slow, 'searchText', { ...query }, signal);
  }

  write(caller: Caller, given: string, content: string): Promise<Answer<Change>> {
    return this.#change(caller, 'write_file', [given], ([path]) => this.#changes.write(path, content));
  }

  edit(
    caller: Caller,
    given: string,
    edits: readonly FileEdit[],
    how: 'apply' | 'plan',
  ): Promise<Answer<PlannedEdit>> {
    // Whoever may not write may see what an edit would do.
    const access = how === 'apply' ? 'writable' : 'read-only';
    return this.#record(toOrigin(caller, 'edit_file'), access, [given], ([path]) =>
      this.#changes.edit(path, edits, how),
    );
  }

  /** Files that are there, as one change of another service. */
  replaceAll(origin: Origin, files: readonly FileReplacement[]): Promise<Answer<Change>> {
    const given = files.map(({ path }) => toWorkspacePath(path));
    return this.#record(origin, 'writable', given, (paths) =>
      this.#changes.replaceAll(
        origin.tool,
        files.map((file, index) => ({ ...file, path: paths[index] ?? '' })),
      ),
    );
  }

  makeFolder(caller: Caller, given: string): Promise<Answer<Change>> {
    return this.#change(caller, 'create_directory', [given], ([path]) => this.#changes.makeFolder(path));
  }

  move(caller: Caller, source: string, target: string): Promise<Answer<Change>> {
    return this.#change(caller, 'move_file', [source, target], ([from, to = '']) =>
      this.#changes.move(from, to),
    );
  }

  /** The latest first. */
  listChanges(caller: Caller): Promise<Answer<readonly KeptChange[]>> {
    return this.#record(toOrigin(caller, 'list_changes'), 'read-only', [], () => this.#changes.list());
  }

  /** @param id null: the latest */
  undo(caller: Caller, id: number | null): Promise<Answer<Undone>> {
    return this.#change(caller, 'undo_change', [], () => this.#changes.undo(id));
  }

  #ask<Task extends FileTask>(
    caller: Caller,
    tool: string,
    given: string,
    work: Work,
    task: Task,
    more: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<Answer<FileAnswerOf<Task>>> {
    return this.#read(caller, tool, given, async (path) => {
      const question = { path, ...more };
      return (await askWorker(work, this.redactor, task, question, signal)).value;
    });
  }

  #read<Value>(
    caller: Caller,
    tool: string,
    given: string,
    work: (path: string) => Promise<Value>,
  ): Promise<Answer<Value>> {
    return this.#record(toOrigin(caller, tool), 'read-only', [given], ([path]) => work(path));
  }

  #change<Value>(
    caller: Caller,
    tool: string,
    given: readonly string[],
    work: (paths: Paths) => Promise<Value>,
  ): Promise<Answer<Value>> {
    return this.#record(toOrigin(caller, tool), 'writable', given, work);
  }

  /** audit.chain: nothing is done that is not written down first. */
  async #record<Value>(
    origin: Origin,
    needed: Workspace['access'],
    given: readonly string[],
    work: (paths: Paths) => Promise<Value>,
  ): Promise<Answer<Value>> {
    const { workspace, onProblem } = this.#options;
    const begun: CallEntry[] = [];
    const answer = await toAnswer(async () => {
      const [first = '', ...rest] = given.map((one) => parseFilePath(one, workspace.path));
      if (needed === 'writable' && this.access !== 'writable') throw readOnly();
      const paths = given.length === 0 ? [] : [first, ...rest].map(toWorkspacePath);
      begun.push(
        await this.#journal.beginCall({
          origin,
          subjects: paths,
          access: needed === 'writable' ? 'write' : 'read',
        }),
      );
      return work([first, ...rest]);
    }, onProblem);
    const error = answer.kind === 'refused' ? answer.error : null;
    if (begun.length === 0 && error !== null) this.#journal.refuse(origin, error);
    for (const entry of begun) entry.end(error);
    return answer;
  }
}

/** Where a call names none, the workspace itself. */
type Paths = readonly [string, ...string[]];

const toOrigin = (caller: Caller, tool: string): Origin => ({ caller, service: 'files', tool });

function readOnly(): PymcpError {
  return new PymcpError(
    'files.refused',
    'the workspace is read-only',
    'start pymcp with --writable to let it be changed',
  );
}
