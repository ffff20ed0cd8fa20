// audit.chain: the one place by which every execution and every session goes, so that none runs that is not written down
// first, and none ends without its end being told.
import { type Caller, toCaller } from '../core/caller.js';
import type { ExecutionJournal, Origin, RunPolicy } from '../core/execution-journal.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import type { JailLimits } from '../core/limits.js';
import type { EnvironmentName, SessionId } from '../core/names.js';
import type { NetworkGrant, NetworkSink } from '../core/network.js';
import type { Workspace } from '../core/workspace.js';

interface NamedSession {
  readonly id: SessionId;
  readonly caller: Caller;
}

interface NewSession extends NamedSession {
  readonly environment: EnvironmentName;
  readonly limits: JailLimits;
  readonly forkedFrom: SessionId | null;
  readonly network: NetworkGrant | null;
}

/** What the gateway runs for itself, to learn what its Python can do. */
const ownOrigin: Origin = { caller: toCaller('gateway'), service: 'python', tool: 'none' };
const service = 'python';

export class Recorder {
  readonly #journal: ExecutionJournal;
  readonly #policy: Omit<RunPolicy, 'environment' | 'network'>;

  constructor(
    journal: ExecutionJournal,
    { strict, workspace }: { readonly strict: boolean; readonly workspace?: Workspace },
  ) {
    this.#journal = journal;
    const shown = workspace === undefined ? null : { path: workspace.path, access: workspace.access };
    this.#policy = { strict, workspace: shown };
  }

  /**
   * Does the work when its beginning is written down; it is told the id of its records.
   * @throws PymcpError `audit.not-written`, or as the work
   */
  async record<Value>(
    request: Omit<ExecutionRequest, 'spool'>,
    session: NamedSession | null,
    work: (auditId: string | null, network: NetworkSink) => Promise<Value>,
    toResult: (value: Value) => ExecutionResult,
  ): Promise<Value> {
    const { code, environment, limits, files = [], network } = request;
    const origin = request.origin ?? (session === null ? ownOrigin : toOrigin(session.caller, 'run_python'));
    const entry = await this.#journal.begin({
      ...this.#policy,
      origin,
      network: network?.rules ?? null,
      environment,
      limits,
      code,
      files: { count: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0) },
      session: session?.id ?? null,
    });
    let value: Value;
    try {
      const { caller } = origin;
      const owner = { caller, id: entry.id, session: session?.id ?? null };
      value = await work(entry.id, this.#journal.watchNetwork(owner));
    } catch (error) {
      entry.fail(error);
      throw error;
    }
    entry.end(toResult(value));
    return value;
  }

  /** @throws PymcpError `audit.not-written`, or as the work */
  async recordSession<Value>(
    made: NewSession,
    work: (network: NetworkSink) => Promise<Value>,
  ): Promise<Value> {
    const { id, caller, environment, limits, forkedFrom, network } = made;
    const origin = toOrigin(caller, forkedFrom === null ? 'create_session' : 'fork_session');
    await this.#journal.beginSession({
      ...this.#policy,
      origin,
      session: id,
      environment,
      limits,
      forkedFrom,
      network: network?.rules ?? null,
    });
    try {
      return await work(this.#journal.watchNetwork({ caller, id: null, session: id }));
    } catch (error) {
      this.recordEnd(made, 'it could not be made');
      throw error;
    }
  }

  recordEnd({ id, caller }: NamedSession, reason: string): void {
    this.#journal.endSession({ caller, session: id, reason });
  }
}

function toOrigin(caller: Caller, tool: string): Origin {
  return { caller, service, tool };
}
