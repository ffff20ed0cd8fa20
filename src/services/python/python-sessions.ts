// The sessions of the Python service: checks what is asked for and hands it on. Each answer is a value; a caller never
// meets another's session.
import { showStart } from '../../core/show-start.js';
import type { Caller } from '../../core/caller.js';
import { whyNotContained } from '../../core/contained-path.js';
import { PymcpError } from '../../core/errors.js';
import type { ExecutionJournal } from '../../core/execution-journal.js';
import type { Limits } from '../../core/limits.js';
import { type EnvironmentName, parseEnvironmentName, parseSessionId } from '../../core/names.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { SessionFileList, SessionFilePart } from '../../core/session.js';
import { type Answer, toAnswer } from './answer.js';
import type { Networks } from './networks.js';
import type { PythonChanges } from './python-changes.js';
import { redactSessionFiles } from './redact-session-files.js';
import type { SessionFiles } from './session-files.js';
import type { NewSession, SessionKeeper, SessionOverview } from './python-executor.js';

export interface PythonSessionsOptions {
  readonly keeper: SessionKeeper;
  /** secret.unlogged: of the names and the content of files. */
  readonly redactor: SecretRedactor;
  /** Where a caller names none. */
  readonly environment: EnvironmentName;
  readonly limits: Limits;
  readonly networks: Networks;
  readonly onBug: (error: unknown) => void;
  /** Told of what is refused. */
  readonly journal: Pick<ExecutionJournal, 'refuse'>;
  /** Told of what comes and goes. */
  readonly changes: Pick<PythonChanges, 'sessionMade' | 'sessionFileDeleted' | 'sessionFilesSeen'>;
}

/** One part of a file, at most (src/sandbox/channel/). */
const mostPartBytes = 1024 * 1024;

export class PythonSessions {
  readonly #options: PythonSessionsOptions;
  readonly #files: Pick<SessionFiles, 'listFiles' | 'readFile'>;

  constructor(options: PythonSessionsOptions) {
    this.#options = options;
    this.#files = redactSessionFiles(options.keeper, options.redactor);
  }

  /** @param network as that of a call of run_python; the session keeps it, and so do its copies */
  create(caller: Caller, environment?: string, network?: readonly unknown[]): Promise<Answer<NewSession>> {
    return this.#answer(caller, 'create_session', async (keeper) => {
      const made = await keeper.create(caller, {
        environment:
          environment === undefined ? this.#options.environment : parseEnvironmentName(environment),
        limits: this.#options.limits,
        network: this.#options.networks.grant(network),
      });
      this.#options.changes.sessionMade(caller, made.session.id, null);
      return made;
    });
  }

  list(caller: Caller): Promise<Answer<SessionOverview>> {
    return this.#answer(caller, 'list_sessions', (keeper) => keeper.list(caller));
  }

  fork(caller: Caller, id: string): Promise<Answer<NewSession>> {
    return this.#answer(caller, 'fork_session', async (keeper) => {
      const original = parseSessionId(id);
      const made = await keeper.fork(caller, original);
      this.#options.changes.sessionMade(caller, made.session.id, original);
      return made;
    });
  }

  interrupt(caller: Caller, id: string): Promise<Answer<'interrupted' | 'idle'>> {
    return this.#answer(caller, 'interrupt_session', (keeper) =>
      keeper.interrupt(caller, parseSessionId(id)),
    );
  }

  close(caller: Caller, id: string): Promise<Answer<void>> {
    return this.#answer(caller, 'close_session', (keeper) => keeper.close(caller, parseSessionId(id)));
  }

  listFiles(caller: Caller, id: string): Promise<Answer<SessionFileList>> {
    return this.#answer(caller, 'list_session_files', async () => {
      const session = parseSessionId(id);
      const list = await this.#files.listFiles(caller, session);
      this.#options.changes.sessionFilesSeen(
        session,
        list.files.map(({ path }) => path),
      );
      return list;
    });
  }

  readFile(
    caller: Caller,
    id: string,
    path: string,
    part: { readonly offset: number; readonly length: number },
  ): Promise<Answer<SessionFilePart>> {
    return this.#answer(caller, 'read_session_file', () => {
      const session = parseSessionId(id);
      refusePath(path);
      refusePart(part);
      return this.#files.readFile(caller, session, path, part.offset, part.length);
    });
  }

  deleteFile(caller: Caller, id: string, path: string): Promise<Answer<void>> {
    return this.#answer(caller, 'delete_session_file', async (keeper) => {
      const session = parseSessionId(id);
      refusePath(path);
      await keeper.deleteFile(caller, session, path);
      this.#options.changes.sessionFileDeleted(caller, session, path);
    });
  }

  /** Of a caller that has gone: closes all that it made. Never rejects. */
  async closeAll(caller: Caller): Promise<void> {
    await this.#answer(caller, 'none', (keeper) => keeper.closeAllOf(caller));
  }

  async #answer<Value>(
    caller: Caller,
    tool: string,
    work: (keeper: SessionKeeper) => Promise<Value> | Value,
  ): Promise<Answer<Value>> {
    const { keeper, onBug, journal } = this.#options;
    const answer = await toAnswer(() => work(keeper), onBug);
    if (answer.kind === 'refused') journal.refuse({ caller, service: 'python', tool }, answer.error);
    return answer;
  }
}

/** path.contained: checked before the guest is asked, which checks again. */
function refusePath(path: string): void {
  const why = whyNotContained(path);
  if (why === null) return;
  throw new PymcpError(
    'input.argument-invalid',
    `the file path ${JSON.stringify(showStart(path, 80))} ${why}`,
    'name the file as list_session_files does, such as data/sales.csv',
  );
}

function refusePart({ offset, length }: { readonly offset: number; readonly length: number }): void {
  if (
    Number.isSafeInteger(offset) &&
    offset >= 0 &&
    Number.isInteger(length) &&
    length >= 1 &&
    length <= mostPartBytes
  )
    return;
  throw new PymcpError(
    'input.argument-invalid',
    'the part of the file is not one that can be read',
    `give an offset of 0 or more and a length of 1 to ${mostPartBytes} bytes`,
  );
}
