// A gateway in this process: an executor on the real engine. What tests of faults do to it, they do from the host.
import assert from 'node:assert/strict';
import { type Caller, toCaller } from '../../src/core/caller.js';
import { PymcpError } from '../../src/core/errors.js';
import type { InputFile } from '../../src/core/exchanged-file.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { defaultLimits, type Limits } from '../../src/core/limits.js';
import { parseEnvironmentName, type SessionId } from '../../src/core/names.js';
import type { ExecutionObserver } from '../../src/execution/execute.js';
import { Executor, type ExecutorOptions } from '../../src/execution/executor.js';
import { type HostProcess, jailProcessesOf, survivorsOf } from './host-processes.js';
import { describeResult } from './jail.js';
import { leavingsOf } from './leavings.js';
import { slow } from './time.js';

const environment = parseEnvironmentName('python');

export interface CallOptions extends ExecutionObserver {
  readonly limits?: Partial<Limits>;
  readonly files?: readonly InputFile[];
}

export interface Gateway {
  readonly executor: Executor;
  readonly caller: Caller;
  /** One program in a sandbox of its own. */
  run(code: string, options?: CallOptions): Promise<ExecutionResult>;
  /** A session that nobody has used. */
  create(limits?: Partial<Limits>): Promise<SessionId>;
  /** One call in a session. */
  call(id: SessionId, code: string, options?: CallOptions): Promise<ExecutionResult>;
  /** The value of a call, which must complete and leave the session alive. */
  value(id: SessionId, code: string): Promise<string | null>;
  fork(id: SessionId): Promise<SessionId>;
  /** Why a session ended that nobody closed; null where it lives. */
  reasonOf(id: SessionId): string | null;
}

/** Without sandboxes that wait: each run has a birth of its own. */
export const withoutPool = { least: 0, most: 0 } as const;

/** A gateway for one test. Afterwards nothing of it is left on this host, whatever was done to it. */
export async function withGateway(
  options: Partial<ExecutorOptions>,
  work: (gateway: Gateway) => Promise<void>,
): Promise<void> {
  const executor = new Executor({ strict: false, ...options });
  let family: readonly HostProcess[];
  try {
    await executor.warmUp(environment);
    await work(toGateway(executor));
  } finally {
    family = jailProcessesOf(process.pid);
    await executor.close();
  }
  assert.deepEqual(await survivorsOf(family), []);
  assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
}

function toGateway(executor: Executor): Gateway {
  const caller = toCaller('the test');
  const toLimits = (limits: Partial<Limits> = {}): Limits => ({
    ...defaultLimits,
    wallMs: slow(30_000),
    ...limits,
  });
  const call: Gateway['call'] = (id, code, { limits, files = [], ...observer } = {}) =>
    executor.sessions.run(
      caller,
      id,
      { code, fileName: 'main.py', files, limits: toLimits(limits) },
      observer,
    );
  return {
    executor,
    caller,
    call,
    run: (code, { limits, files = [], ...observer } = {}) =>
      executor.run({ code, fileName: 'main.py', files, environment, limits: toLimits(limits) }, observer),
    async create(limits) {
      const { session } = await executor.sessions.create(caller, { environment, limits: toLimits(limits) });
      return session.id;
    },
    async value(id, code) {
      const result = await call(id, code);
      const { outcome, session } = result;
      assert.deepEqual(
        [outcome.status, session],
        ['completed', { id, alive: true, reason: null }],
        describeResult(result),
      );
      return outcome.status === 'completed' ? outcome.value : null;
    },
    async fork(id) {
      const { session } = await executor.sessions.fork(caller, id);
      return session.id;
    },
    reasonOf(id) {
      const { sessions, ended } = executor.sessions.list(caller);
      if (sessions.some((session) => session.id === id)) return null;
      return ended.find((session) => session.id === id)?.reason ?? 'it was never there';
    },
  };
}

/** The next run is served as if nothing had happened. */
export async function assertServes(gateway: Gateway): Promise<void> {
  const { outcome } = await gateway.run('1 + 1');
  assert.deepEqual(outcome, { status: 'completed', exitCode: 0, value: '2' });
}

/** Refused, with a code and a hint. */
export function refusedWith(...codes: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PymcpError, String(error));
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
    assert.notEqual(error.hint, '');
    return true;
  };
}

/** Python that gives its process a name by which the host finds it (prctl(2), PR_SET_NAME). */
export const nameProcess = (name: string): string =>
  `import ctypes; ctypes.CDLL(None).prctl(15, b"${name}")\n`;
