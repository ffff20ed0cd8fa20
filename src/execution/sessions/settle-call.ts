// From what ended a call of a session to its outcome, and whether the session lives on. Pure.
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import type { LimitName } from '../../core/isolation.js';
import type { Limits } from '../../core/limits.js';
import type { SessionId } from '../../core/names.js';
import type { SandboxEnd } from '../../sandbox/backend-contract.js';
import type { Cause } from '../cause.js';
import { settleOutcome } from '../settle-outcome.js';

type Event = Extract<Cause, { kind: 'answer' }>['event'];
type Answer = Extract<Event, { type: 'completed' | 'raised' }>;

export interface CallEnd {
  /** What the guest answered to the call, or to the interrupt that stopped it; null where nothing came. */
  readonly answer: Answer | null;
  /** How the sandbox ended; null where it lives on. */
  readonly sandboxEnd: SandboxEnd | null;
}

export interface Call {
  readonly id: SessionId;
  readonly cause: Cause;
  readonly end: CallEnd;
  readonly limits: Limits;
}

export function settleCall(call: Call): Pick<ExecutionResult, 'outcome' | 'session'> {
  const { id, cause, end, limits } = call;
  if (end.sandboxEnd === null) {
    return { outcome: settleAlive(call), session: { id, alive: true, reason: null } };
  }
  const outcome = settleOutcome(cause, end.sandboxEnd, limits);
  return { outcome, session: { id, alive: false, reason: explainEnd(outcome) } };
}

function settleAlive({ cause, end, limits }: Call): Outcome {
  if (cause.kind === 'cancelled')
    return { status: 'cancelled', message: 'the call was cancelled and interrupted' };
  if (cause.kind === 'limit') {
    return { status: 'limit', limit: cause.limit, message: describeSoftLimit(cause.limit, limits) };
  }
  const { answer } = end;
  if (answer === null) throw new Error('unreachable: a session that lives has answered');
  if (answer.type === 'completed') {
    return { status: 'completed', exitCode: answer.exitCode ?? 0, value: answer.value };
  }
  const { name, message, traceback } = answer;
  return { status: 'raised', error: { name, message, traceback } };
}

function describeSoftLimit(limit: LimitName, { wallMs, streamBytes }: Limits): string {
  return limit === 'output'
    ? `the call wrote more than ${Math.round(streamBytes / 1024 / 1024)} MB of output and was interrupted`
    : `the call was still running after ${wallMs / 1000} s and was interrupted`;
}

function explainEnd(outcome: Outcome): string {
  switch (outcome.status) {
    case 'limit':
      return outcome.limit === 'wall' || outcome.limit === 'output'
        ? 'the call did not stop when it was interrupted, so its processes were ended'
        : outcome.message;
    case 'cancelled':
      return 'the call did not stop when it was interrupted, so its processes were ended';
    case 'lost':
      return outcome.message;
    case 'completed':
    case 'raised':
      return 'its process ended';
  }
}
