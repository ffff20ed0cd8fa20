// Code intelligence of one workspace: one language server, one question at a time. The opener closes it.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { Workspace } from '../../core/workspace.js';
import { doLater, monotonicMs } from '../../host/clock.js';
import { type Answer, toAnswer } from '../python/answer.js';
import { type Bounds, CodeSession } from './code-session.js';
import { LintSession } from './lint-session.js';
import { type ChangedBy, toWriter, type WriteChanges } from './change/write-changes.js';
import { SourceFolder } from './files/source-folder.js';
import { CodeJail, type OpenTemplate } from './server/code-jail.js';
import { refuseIfCancelled } from './server/lsp-connection.js';
import { Turns } from './turns.js';
import { WarmUp } from './warm-up.js';
import { Linter } from './server/linter.js';
import { LiveServer } from './server/live-server.js';

export interface CodeServiceOptions {
  readonly workspace: Workspace;
  readonly openTemplate: OpenTemplate;
  readonly changedBy: ChangedBy;
  readonly onProblem: (error: unknown) => void;
  /** Of a question, from its turn to its answer. */
  readonly timeoutMs?: number;
}

export interface BothSessions {
  readonly code: CodeSession;
  readonly lint: LintSession;
}

interface SessionParts extends Opened, Bounds {}

interface Opened {
  readonly folder: SourceFolder;
  readonly live: LiveServer;
  readonly linter: Linter;
  readonly jail: CodeJail;
}

const defaultTimeoutMs = 30_000;
/** Between the last answer and what is done while nobody asks. */
const restMs = 200;

export class CodeService {
  /** Whether a client can take a change back. */
  readonly undo: ChangedBy['undo'];
  readonly #options: CodeServiceOptions;
  #opened: Opened | null = null;
  readonly #questions = new Turns();
  /** Of those to ruff, which need not wait for a slow question about types. */
  readonly #lints = new Turns();
  readonly #warmUp = new WarmUp();
  #stopWarmUp: () => void = () => undefined;
  #isClosed = false;

  constructor(options: CodeServiceOptions) {
    this.#options = options;
    this.undo = options.changedBy.undo;
  }

  /** Never rejects. @param signal of whoever waits for the answer */
  ask<Value>(work: (session: CodeSession) => Promise<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
    return this.#inTurn(() => this.#answer(work, openSession, signal), signal);
  }

  /** The same for questions to ruff, which need no language server. */
  askLinter<Value>(
    work: (session: LintSession) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Answer<Value>> {
    const answer = (): Promise<Value> => this.#answer(work, openLintSession, signal);
    return toAnswer(() => this.#lints.take(answer, signal), this.#options.onProblem);
  }

  /** For questions to both. */
  askBoth<Value>(
    work: (sessions: BothSessions) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Answer<Value>> {
    // Whoever waits for the linter has the server's turn, and nobody the other way round.
    const answer = (): Promise<Value> => this.#answer(work, openBoth, signal);
    return this.#inTurn(() => this.#lints.take(answer, signal), signal);
  }

  /** For a question of this caller that changes files. */
  writerFor(caller: Caller, tool: string): WriteChanges {
    return toWriter(this.#options.changedBy, { caller, service: 'code', tool });
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWarmUp();
    const opened = this.#opened;
    if (opened === null) return;
    const { folder, live, linter, jail } = opened;
    // Whoever has the turn then fails, and is not asked again.
    await Promise.all([live.close(), linter.close()]);
    await Promise.all([this.#questions.over, this.#lints.over]);
    await Promise.all([live.close(), linter.close()]);
    await jail.close();
    await folder.close();
    this.#opened = null;
  }

  #inTurn<Value>(answer: () => Promise<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
    this.#stopWarmUp();
    return toAnswer(
      () =>
        this.#questions.take(answer, signal).finally(() => {
          this.#warmUpLater();
        }),
      this.#options.onProblem,
    );
  }

  #warmUpLater(): void {
    this.#stopWarmUp();
    const cancelled = new AbortController();
    const forget = doLater(restMs, () => {
      if (this.#isClosed || !this.#questions.isIdle) return;
      const work = (session: CodeSession): Promise<void> => this.#warmUp.go(session, cancelled.signal);
      const bounds = { deadlineMs: monotonicMs() + defaultTimeoutMs };
      // Nobody waits for it, and whoever asks next meets what has gone wrong.
      this.#questions.take(() => this.#once(work, openSession, bounds)).catch(() => undefined);
    });
    this.#stopWarmUp = () => {
      forget();
      cancelled.abort();
    };
  }

  /** A server that has crashed is replaced and asked once more; one that hangs has used up the time. */
  async #answer<Session, Value>(
    work: (session: Session) => Promise<Value>,
    open: (parts: SessionParts) => Promise<Session>,
    signal?: AbortSignal,
  ): Promise<Value> {
    const { timeoutMs = defaultTimeoutMs } = this.#options;
    const startedMs = monotonicMs();
    const bounds = { deadlineMs: startedMs + timeoutMs, signal };
    try {
      return await this.#once(work, open, bounds);
    } catch (error) {
      const isLost = error instanceof PymcpError && error.code === 'code.server-failed';
      if (!isLost || this.#isClosed || monotonicMs() > startedMs + timeoutMs / 2) throw error;
      refuseIfCancelled(signal);
      return this.#once(work, open, bounds);
    }
  }

  async #once<Session, Value>(
    work: (session: Session) => Promise<Value>,
    open: (parts: SessionParts) => Promise<Session>,
    bounds: Bounds,
  ): Promise<Value> {
    if (this.#isClosed) throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    const opened = this.#open();
    return work(await open({ ...opened, ...bounds }));
  }

  #open(): Opened {
    const { workspace, openTemplate } = this.#options;
    if (this.#opened === null) {
      const folder = new SourceFolder(workspace);
      const jail = new CodeJail(openTemplate);
      this.#opened = { folder, jail, live: new LiveServer(folder, jail), linter: new Linter(jail) };
    }
    return this.#opened;
  }
}

async function openSession({ folder, live, ...bounds }: SessionParts): Promise<CodeSession> {
  return new CodeSession(folder, live, await live.ready(bounds.deadlineMs), bounds);
}

async function openLintSession({ folder, linter, deadlineMs }: SessionParts): Promise<LintSession> {
  await folder.look();
  return new LintSession(folder, linter, deadlineMs);
}

async function openBoth(parts: SessionParts): Promise<BothSessions> {
  const code = await openSession(parts);
  return { code, lint: new LintSession(parts.folder, parts.linter, parts.deadlineMs) };
}
