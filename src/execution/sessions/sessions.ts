// The sessions of one gateway: who has which, how many, for how long. A session belongs to the caller that made it; to
// anybody else it is not there, in the same words as one that never was.
import { randomBytes } from 'node:crypto';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { JailLimits } from '../../core/limits.js';
import { type EnvironmentName, parseSessionId, type SessionId } from '../../core/names.js';
import type { NetworkGrant, NetworkSink } from '../../core/network.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { EndedSession, SessionFileList, SessionFilePart, SessionView } from '../../core/session.js';
import type { SessionBounds } from '../../core/session-bounds.js';
import { nowMs } from '../../host/clock.js';
import type { Sandbox } from '../../sandbox/backend-contract.js';
import type { ExecutionObserver, SandboxSource } from '../execute.js';
import type { Recorder } from '../recorder.js';
import type { RunQueue } from '../run-queue.js';
import { describeEnd } from './describe-end.js';
import { EndedSessions } from './ended-sessions.js';
import { bearSession, type BornSession } from './family-network.js';
import { findRoom } from './find-room.js';
import { refuseUnmasked } from './refuse-unmasked.js';
import { type CellRequest, Session, type SessionParts } from './session.js';

export interface SessionsOptions {
  readonly bounds: SessionBounds;
  /** Where the sandboxes of an environment come from. @throws PymcpError `environment.unknown` */
  readonly sourceOf: (environment: EnvironmentName, network: NetworkGrant | null) => SandboxSource;
  /** Shared with the runs: what runs at once is bounded for all. */
  readonly queue: RunQueue;
  /** Told of every call, and of every session before it is made and when it has ended. */
  readonly recorder: Recorder;
  /** secret.unlogged: of all that comes out of them. */
  readonly redactor: SecretRedactor;
}

type Origin = Omit<SessionParts, 'id' | 'sandbox' | 'redactor' | 'network'> & {
  readonly network: NetworkGrant | null;
};

interface WantedSession {
  readonly environment: EnvironmentName;
  readonly limits: JailLimits;
  readonly network?: NetworkGrant | null;
}

interface Opened {
  readonly session: SessionView;
  /** Closed to make room. */
  readonly ended: readonly EndedSession[];
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #open = new Map<SessionId, Session>();
  readonly #ended = new EndedSessions();
  /** Being made: they count. */
  readonly #coming = new Set<Origin>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  #onEnd: (caller: Caller, id: SessionId) => void = () => undefined;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** @param onEnd told of each session that is no longer there, whatever ended it; the last one asked for is told */
  watchEnds(onEnd: (caller: Caller, id: SessionId) => void): void {
    this.#onEnd = onEnd;
  }

  /** @throws PymcpError as a run, and `session.busy` where there are too many and none of the caller's is idle */
  async create(caller: Caller, { environment, limits, network = null }: WantedSession): Promise<Opened> {
    const source = this.#options.sourceOf(environment, network);
    return this.#add({ caller, environment, limits, forkedFrom: null, network }, (sink) =>
      bearSession(source, limits, network, sink),
    );
  }

  /**
   * One call in a session, after those that came before it.
   * @throws PymcpError `session.unknown`, `session.ended`, `gateway.busy`, `gateway.cancelled`, `workspace.changed`,
   * `audit.not-written`
   */
  async run(
    caller: Caller,
    id: SessionId,
    request: CellRequest,
    observer: ExecutionObserver = {},
  ): Promise<ExecutionResult> {
    const session = this.#find(caller, id);
    const signal = observer.signal ?? new AbortController().signal;
    return this.#inTurn(session, signal, () =>
      this.#options.queue.run(async () => {
        const { environment, network } = session;
        const granted = network === null ? {} : { network: network.run.grant };
        const result = await this.#options.recorder.record(
          { ...request, environment, ...granted },
          session,
          // It may have ended while this call waited.
          async (auditId) => ({ ...(await this.#find(caller, id).run(request, observer)), auditId }),
          (value) => value,
        );
        if (result.session?.alive === false) this.#note(session, result.session.reason ?? 'it ended');
        return result;
      }, signal),
    );
  }

  /** The caller's, and those that ended lately without having been closed by it. */
  list(caller: Caller): {
    readonly sessions: readonly SessionView[];
    readonly ended: readonly EndedSession[];
  } {
    const own = [...this.#open.values()].filter((session) => session.caller === caller);
    const { idleMs } = this.#options.bounds;
    return { sessions: own.map((session) => session.view(idleMs)), ended: this.#ended.listOf(caller) };
  }

  /** @throws PymcpError as `create`, and `session.fork-failed` */
  async fork(caller: Caller, id: SessionId): Promise<Opened> {
    const session = this.#find(caller, id);
    const signal = new AbortController().signal;
    return this.#inTurn(session, signal, async () => {
      const { environment, limits, sandbox, network } = this.#find(caller, id);
      await refuseUnmasked(sandbox);
      const grant = network?.run.grant ?? null;
      return this.#add({ caller, environment, limits, forkedFrom: id, network: grant }, async () => {
        const fork = (): Promise<Sandbox> => sandbox.fork(limits);
        return { sandbox: await (network?.join(fork) ?? fork()), network };
      });
    });
  }

  /** KeyboardInterrupt in the call that is under way. @throws PymcpError `session.unknown`, `session.ended` */
  async interrupt(caller: Caller, id: SessionId): Promise<'interrupted' | 'idle'> {
    return this.#find(caller, id).interrupt();
  }

  /** Ends it, what runs in it included; resolves when nothing of it is left. @throws PymcpError as `interrupt` */
  async close(caller: Caller, id: SessionId): Promise<void> {
    const session = this.#find(caller, id);
    await this.#end(session, 'it was closed');
  }

  /** Ends all of a caller that has gone. */
  async closeAllOf(caller: Caller): Promise<void> {
    const own = [...this.#open.values()].filter((session) => session.caller === caller);
    await Promise.all(own.map((session) => this.#end(session, 'its client has gone')));
    this.#ended.forget(caller);
  }

  /** @throws PymcpError `session.unknown`, `session.ended`, `session.file-failed`, `workspace.changed` */
  async listFiles(caller: Caller, id: SessionId): Promise<SessionFileList> {
    return this.#ask(caller, id, ({ channel }) => channel.listFiles());
  }

  /** @param length at most 1 MiB is read @throws PymcpError as `listFiles` */
  async readFile(
    caller: Caller,
    id: SessionId,
    path: string,
    offset: number,
    length: number,
  ): Promise<SessionFilePart> {
    return this.#ask(caller, id, ({ channel }) => channel.readFile(path, offset, length));
  }

  /** @throws PymcpError as `listFiles` */
  async deleteFile(caller: Caller, id: SessionId, path: string): Promise<void> {
    await this.#ask(caller, id, ({ channel }) => channel.deleteFile(path));
  }

  /** Ends all. */
  async closeAll(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all([...this.#open.values()].map((session) => this.#end(session, 'the gateway is ending')));
  }

  #ask<Value>(caller: Caller, id: SessionId, work: (sandbox: Sandbox) => Promise<Value>): Promise<Value> {
    const session = this.#find(caller, id);
    return this.#inTurn(session, new AbortController().signal, async () => {
      const { sandbox } = this.#find(caller, id);
      // path.protected: what goes on in it between calls may have copied a secret into a file.
      await refuseUnmasked(sandbox);
      return work(sandbox);
    });
  }

  /** In the order in which they came; used means not idle. */
  async #inTurn<Value>(session: Session, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    try {
      return await session.use(() => session.turns.run(work, signal));
    } finally {
      this.#expireLater();
    }
  }

  async #add(origin: Origin, make: (sink: NetworkSink) => Promise<BornSession>): Promise<Opened> {
    // Before anything is waited for: of many that come at once each counts for the next.
    this.#coming.add(origin);
    try {
      const ended = await this.#makeRoom(origin);
      const id = parseSessionId(`s${randomBytes(5).toString('hex')}`);
      const { sandbox, network } = await this.#options.recorder.recordSession({ ...origin, id }, make);
      const session = new Session({ ...origin, id, sandbox, network, redactor: this.#options.redactor });
      this.#open.set(id, session);
      void sandbox.ended.then((end) => {
        // Whoever waits for a call says more of it.
        if (!session.isRunning) this.#note(session, describeEnd(end, sandbox.channel.violation));
      });
      // Nobody can speak with it any more, whatever its processes go on with.
      void sandbox.channel.finished.then(() => {
        sandbox.kill();
      });
      if (this.#isClosed) await this.#end(session, 'the gateway is ending');
      this.#expireLater();
      return { session: session.view(this.#options.bounds.idleMs), ended };
    } finally {
      this.#coming.delete(origin);
    }
  }

  /** The caller's oldest idle session goes; that of another never does. */
  async #makeRoom(origin: Origin): Promise<readonly EndedSession[]> {
    const ended: EndedSession[] = [];
    for (;;) {
      const open = [...this.#open.values()];
      const room = findRoom(open, [...this.#coming], origin, this.#options.bounds);
      if (room.kind === 'there') return ended;
      await this.#end(room.session, room.reason);
      ended.push({ id: room.session.id, reason: room.reason });
    }
  }

  async #end(session: Session, reason: string): Promise<void> {
    this.#note(session, reason);
    session.sandbox.kill();
    await session.sandbox.ended;
  }

  /** The first reason stays. */
  #note(session: Session, reason: string): void {
    if (!this.#open.delete(session.id)) return;
    this.#ended.add(session.caller, { id: session.id, reason });
    this.#options.recorder.recordEnd(session, reason);
    this.#onEnd(session.caller, session.id);
  }

  /** @throws PymcpError `session.unknown`, `session.ended` */
  #find(caller: Caller, id: SessionId): Session {
    const session = this.#open.get(id);
    if (session?.caller === caller) return session;
    const reason = this.#ended.reasonOf(caller, id);
    if (reason === null) {
      throw new PymcpError(
        'session.unknown',
        `there is no session ${id}`,
        'list_sessions shows those that are there; create_session makes one',
      );
    }
    throw new PymcpError(
      'session.ended',
      `the session ${id} has ended: ${reason}`,
      'create a new session and run again what its state was made of',
    );
  }

  /** One timer, for the session that expires first; none where no session is idle. */
  #expireLater(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const idle = [...this.#open.values()].filter((session) => !session.isBusy);
    if (idle.length === 0 || this.#isClosed) return;
    const { idleMs } = this.#options.bounds;
    const firstMs = Math.min(...idle.map(({ lastUsedMs }) => lastUsedMs)) + idleMs;
    this.#timer = setTimeout(
      () => {
        this.#expire();
      },
      Math.min(Math.max(0, firstMs - nowMs()), mostTimerMs),
    ).unref();
  }

  #expire(): void {
    const { idleMs } = this.#options.bounds;
    for (const session of [...this.#open.values()]) {
      if (session.isBusy || session.lastUsedMs + idleMs > nowMs()) continue;
      void this.#end(session, `nobody used it for ${idleMs / 1000} s`);
    }
    this.#expireLater();
  }
}

/** setTimeout takes no longer one. */
const mostTimerMs = 2 ** 31 - 1;
