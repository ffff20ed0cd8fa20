// Sessions without a process: the bookkeeping is real, the Python is `name = text`, `name` and `hang`.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { noArtifacts } from '../../core/exchanged-file.js';
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import {
  type EnvironmentName,
  parseEnvironmentName,
  parseSessionId,
  type SessionId,
} from '../../core/names.js';
import type { EndedSession, SessionFileList, SessionFilePart, SessionView } from '../../core/session.js';
import { levels } from '../../execution/fake-sandbox.test-support.js';
import type { NewSession, PythonExecutor, SessionKeeper, SessionOverview } from './python-executor.js';

interface Kept {
  readonly caller: Caller;
  readonly environment: EnvironmentName;
  readonly forkedFrom: SessionId | null;
  readonly variables: Map<string, string>;
  readonly files: Map<string, Buffer>;
  calls: number;
  /** Ends what runs there; null where nothing does. */
  interrupt: (() => void) | null;
}

export class MemoryKeeper implements SessionKeeper {
  readonly #most: number;
  readonly #kept = new Map<SessionId, Kept>();
  readonly #ended = new Map<SessionId, { readonly caller: Caller; readonly reason: string }>();
  #made = 0;
  #onEnd: (caller: Caller, id: SessionId) => void = () => undefined;

  constructor(most = 3) {
    this.#most = most;
  }

  watchEnds(onEnd: (caller: Caller, id: SessionId) => void): void {
    this.#onEnd = onEnd;
  }

  create(caller: Caller, { environment }: { readonly environment: EnvironmentName }): Promise<NewSession> {
    return Promise.resolve(this.#add(caller, environment, null));
  }

  async run(
    caller: Caller,
    id: SessionId,
    { code, files = [] }: Parameters<SessionKeeper['run']>[2],
  ): Promise<ExecutionResult> {
    const kept = this.#find(caller, id);
    if (kept.interrupt !== null) throw new PymcpError('session.busy', `the session ${id} is busy`, 'wait');
    for (const { path, bytes } of files)
      kept.files.set(path, Buffer.isBuffer(bytes) ? bytes : await bytes.read(0, bytes.length));
    const outcome = code === 'hang' ? await this.#hang(kept) : evaluate(code, kept.variables);
    kept.calls += 1;
    return toResult(outcome, id);
  }

  list(caller: Caller): SessionOverview {
    const own = [...this.#kept].filter(([, kept]) => kept.caller === caller);
    const ended = [...this.#ended].filter(([, entry]) => entry.caller === caller);
    return {
      sessions: own.map(([id, kept]) => toView(id, kept)),
      ended: ended.map(([id, { reason }]) => ({ id, reason })),
    };
  }

  fork(caller: Caller, id: SessionId): Promise<NewSession> {
    const original = this.#find(caller, id);
    const made = this.#add(caller, original.environment, id);
    const copy = this.#find(caller, made.session.id);
    for (const [name, value] of original.variables) copy.variables.set(name, value);
    for (const [path, bytes] of original.files) copy.files.set(path, bytes);
    return Promise.resolve(made);
  }

  interrupt(caller: Caller, id: SessionId): Promise<'interrupted' | 'idle'> {
    const { interrupt } = this.#find(caller, id);
    interrupt?.();
    return Promise.resolve(interrupt === null ? 'idle' : 'interrupted');
  }

  close(caller: Caller, id: SessionId): Promise<void> {
    this.#find(caller, id);
    this.#kept.delete(id);
    this.#onEnd(caller, id);
    return Promise.resolve();
  }

  closeAllOf(caller: Caller): Promise<void> {
    for (const [id, kept] of this.#kept) if (kept.caller === caller) this.#kept.delete(id);
    return Promise.resolve();
  }

  listFiles(caller: Caller, id: SessionId): Promise<SessionFileList> {
    const { files } = this.#find(caller, id);
    return Promise.resolve({
      files: [...files].map(([path, bytes]) => ({ path, size: bytes.length })),
      omitted: 0,
    });
  }

  readFile(
    ...[caller, id, path, offset, length]: Parameters<SessionKeeper['readFile']>
  ): Promise<SessionFilePart> {
    const bytes = this.#findFile(caller, id, path);
    return Promise.resolve({ size: bytes.length, offset, bytes: bytes.subarray(offset, offset + length) });
  }

  deleteFile(caller: Caller, id: SessionId, path: string): Promise<void> {
    this.#findFile(caller, id, path);
    this.#find(caller, id).files.delete(path);
    return Promise.resolve();
  }

  #add(caller: Caller, environment: EnvironmentName, forkedFrom: SessionId | null): NewSession {
    const ended: EndedSession[] = [];
    const [oldest] = this.#kept;
    if (this.#kept.size >= this.#most && oldest !== undefined) {
      const reason = 'it was closed to make room for another';
      this.#kept.delete(oldest[0]);
      this.#onEnd(oldest[1].caller, oldest[0]);
      this.#ended.set(oldest[0], { caller: oldest[1].caller, reason });
      ended.push({ id: oldest[0], reason });
    }
    this.#made += 1;
    const id = parseSessionId(`s${this.#made}`);
    const kept: Kept = {
      caller,
      environment,
      forkedFrom,
      variables: new Map(),
      files: new Map(),
      calls: 0,
      interrupt: null,
    };
    this.#kept.set(id, kept);
    return { session: toView(id, kept), ended };
  }

  #find(caller: Caller, id: SessionId): Kept {
    const kept = this.#kept.get(id);
    if (kept?.caller === caller) return kept;
    const ended = this.#ended.get(id);
    if (ended?.caller === caller)
      throw new PymcpError('session.ended', `the session ${id} is gone: ${ended.reason}`, 'make another');
    throw new PymcpError('session.unknown', `there is no session ${id}`, 'list_sessions lists yours');
  }

  #findFile(caller: Caller, id: SessionId, path: string): Buffer {
    const bytes = this.#find(caller, id).files.get(path);
    if (bytes === undefined)
      throw new PymcpError(
        'session.file-failed',
        `there is no file ${path}`,
        'list_session_files lists them',
      );
    return bytes;
  }

  #hang(kept: Kept): Promise<Outcome> {
    return new Promise((resolve) => {
      kept.interrupt = () => {
        kept.interrupt = null;
        resolve({
          status: 'raised',
          error: { name: 'KeyboardInterrupt', message: '', traceback: 'KeyboardInterrupt' },
        });
      };
    });
  }
}

/** An executor that has nothing but sessions; a program without one answers its own code, but for the first, which prints the facts. */
export function makeMemoryExecutor(
  keeper = new MemoryKeeper(),
  facts: Promise<string> = Promise.resolve(''),
): PythonExecutor {
  return {
    sessions: keeper,
    async run({ code }) {
      const result = toResult({ status: 'completed', exitCode: 0, value: code }, null);
      if (!code.includes('find_spec')) return result;
      const text = await facts;
      return { ...result, stdout: { text, bytes: text.length, truncated: false } };
    },
    warmUp: () => Promise.resolve(),
    openTemplateFor: () => Promise.reject(new Error('no jail here')),
    close: () => Promise.resolve(),
  };
}

export const pythonEnvironment = parseEnvironmentName('python');

function toView(id: SessionId, { environment, forkedFrom, calls, interrupt }: Kept): SessionView {
  return {
    id,
    environment,
    forkedFrom,
    calls,
    state: interrupt === null ? 'idle' : 'busy',
    createdMs: 0,
    lastUsedMs: 0,
    expiresMs: 1_000,
    memoryBytes: 1_000_000,
  };
}

function evaluate(code: string, variables: Map<string, string>): Outcome {
  const [name = '', value] = code.split(' = ');
  if (value !== undefined) {
    variables.set(name, value);
    return { status: 'completed', exitCode: 0, value: null };
  }
  const found = variables.get(name);
  if (found !== undefined) return { status: 'completed', exitCode: 0, value: found };
  return { status: 'raised', error: { name: 'NameError', message: name, traceback: `NameError: ${name}` } };
}

function toResult(outcome: Outcome, id: SessionId | null): ExecutionResult {
  const nothing = { text: '', bytes: 0, truncated: false };
  return {
    outcome,
    stdout: nothing,
    stderr: nothing,
    ...noArtifacts,
    createdProtected: [],
    networkDenied: [],
    usage: { wallMs: 1, cpuMs: 1, peakMemoryBytes: 1, pidsRefused: 0 },
    limits: levels,
    isolation: {
      backend: 'fake',
      namespaces: [],
      seccompInstructions: 1,
      landlockAbi: 0,
      hostUid: 1,
      scope: 'own',
      network: 'none',
    },
    session: id === null ? null : { id, alive: true, reason: null },
  };
}
