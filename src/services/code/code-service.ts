// Code intelligence of one workspace: one language server, one question at a time. The opener closes it.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { Workspace } from '../../core/workspace.js';
import { monotonicMs } from '../../host/clock.js';
import { type Answer, toAnswer } from '../python/answer.js';
import { CodeSession } from './code-session.js';
import { LintSession } from './lint-session.js';
import { type ChangedBy, toWriter, type WriteChanges } from './change/write-changes.js';
import { SourceFolder } from './files/source-folder.js';
import { CodeJail, type OpenTemplate } from './server/code-jail.js';
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

interface SessionParts extends Opened {
  readonly deadlineMs: number;
}

interface Opened {
  readonly folder: SourceFolder;
  readonly live: LiveServer;
  readonly linter: Linter;
  readonly jail: CodeJail;
}

const defaultTimeoutMs = 30_000;
const mostWaiting = 64;

export class CodeService {
  /** Whether a client can take a change back. */
  readonly undo: ChangedBy['undo'];
  readonly #options: CodeServiceOptions;
  #opened: Opened | null = null;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: CodeServiceOptions) {
    this.#options = options;
    this.undo = options.changedBy.undo;
  }

  /** Never rejects. */
  ask<Value>(work: (session: CodeSession) => Promise<Value>): Promise<Answer<Value>> {
    return toAnswer(() => this.#inTurn(() => this.#answer(work, openSession)), this.#options.onProblem);
  }

  /** For questions to both. */
  askBoth<Value>(work: (sessions: BothSessions) => Promise<Value>): Promise<Answer<Value>> {
    return toAnswer(() => this.#inTurn(() => this.#answer(work, openBoth)), this.#options.onProblem);
  }

  /** For a question of this caller that changes files. */
  writerFor(caller: Caller, tool: string): WriteChanges {
    return toWriter(this.#options.changedBy, { caller, service: 'code', tool });
  }

  /** The same for questions to ruff, which need no language server. */
  askLinter<Value>(work: (session: LintSession) => Promise<Value>): Promise<Answer<Value>> {
    return toAnswer(() => this.#inTurn(() => this.#answer(work, openLintSession)), this.#options.onProblem);
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const opened = this.#opened;
    if (opened === null) return;
    const { folder, live, linter, jail } = opened;
    // Whoever has the turn then fails, and is not asked again.
    await Promise.all([live.close(), linter.close()]);
    await this.#turn.catch(() => undefined);
    await Promise.all([live.close(), linter.close()]);
    await jail.close();
    await folder.close();
    this.#opened = null;
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= mostWaiting)
      throw new PymcpError('gateway.busy', `${mostWaiting} questions about code wait already`, 'ask later');
    this.#waiting += 1;
    const mine = this.#turn.catch(() => undefined).then(work);
    this.#turn = mine;
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** A server that has crashed is replaced and asked once more; one that hangs has used up the time. */
  async #answer<Session, Value>(
    work: (session: Session) => Promise<Value>,
    open: (parts: SessionParts) => Promise<Session>,
  ): Promise<Value> {
    const { timeoutMs = defaultTimeoutMs } = this.#options;
    const startedMs = monotonicMs();
    const deadlineMs = startedMs + timeoutMs;
    try {
      return await this.#once(work, open, deadlineMs);
    } catch (error) {
      const isLost = error instanceof PymcpError && error.code === 'code.server-failed';
      if (!isLost || this.#isClosed || monotonicMs() > startedMs + timeoutMs / 2) throw error;
      return this.#once(work, open, deadlineMs);
    }
  }

  async #once<Session, Value>(
    work: (session: Session) => Promise<Value>,
    open: (parts: SessionParts) => Promise<Session>,
    deadlineMs: number,
  ): Promise<Value> {
    if (this.#isClosed) throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    const opened = this.#open();
    return work(await open({ ...opened, deadlineMs }));
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

async function openSession({ folder, live, deadlineMs }: SessionParts): Promise<CodeSession> {
  return new CodeSession(folder, live, await live.ready(deadlineMs), deadlineMs);
}

async function openLintSession({ folder, linter, deadlineMs }: SessionParts): Promise<LintSession> {
  await folder.look();
  return new LintSession(folder, linter, deadlineMs);
}

async function openBoth(parts: SessionParts): Promise<BothSessions> {
  const code = await openSession(parts);
  return { code, lint: new LintSession(parts.folder, parts.linter, parts.deadlineMs) };
}
