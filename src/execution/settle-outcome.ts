// From the first cause and what the host saw to one outcome. Pure.
import type { Outcome } from '../core/execution-result.js';
import type { LimitName } from '../core/isolation.js';
import type { Limits } from '../core/limits.js';
import type { SandboxEnd } from '../sandbox/backend-contract.js';
import type { Cause } from './cause.js';

/** What the host saw outranks what the guest says: an OOM kill stays one, whatever the guest answered. */
export function settleOutcome(cause: Cause, end: SandboxEnd, limits: Limits): Outcome {
  if (cause.kind === 'cancelled')
    return { status: 'cancelled', message: 'the run was cancelled and its processes ended' };
  const limit =
    cause.kind === 'limit' ? cause.limit : (end.limit ?? (end.signal === 'SIGXCPU' ? 'cpu' : null));
  if (limit !== null) return { status: 'limit', limit, message: describeLimit(limit, limits, end) };
  if (cause.kind === 'limit') throw new Error('unreachable: a limit cause names its limit');
  const { event } = cause;
  switch (event.type) {
    case 'completed':
      // A process that answered and then had to be killed did not complete.
      if (end.exitCode === null) return lost(end, 'the program sent its result and then did not end');
      return { status: 'completed', exitCode: end.exitCode, value: event.value };
    case 'raised':
      return {
        status: 'raised',
        error: { name: event.name, message: event.message, traceback: event.traceback },
      };
    case 'closed':
      return lost(end, 'the program ended its process without leaving the interpreter in the ordinary way');
    case 'violation':
      return lost(end, `the program wrote to the gateway's channel (${event.reason}) and was ended`);
    case 'ready':
    case 'refused':
      return lost(end, `the program forged a message (${event.type}) and was ended`);
  }
}

function lost(end: SandboxEnd, what: string): Outcome {
  const message = end.withTemplate
    ? 'the jail that the program ran in ended as a whole, and the program with it'
    : what;
  const how =
    end.signal !== null
      ? `, by signal ${end.signal}`
      : end.exitCode !== null
        ? `, with exit code ${end.exitCode}`
        : '';
  return { status: 'lost', exitCode: end.exitCode, signal: end.signal, message: `${message}${how}` };
}

function describeLimit(limit: LimitName, limits: Limits, end: SandboxEnd): string {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  switch (limit) {
    case 'wall':
      return `the program was still running after ${limits.wallMs / 1000} s and was ended; give it more time or less work`;
    case 'memory':
      return ranIntoTotal(limits, end)
        ? 'all sandboxes together used up the memory of the environment and this program was ended; run fewer at once'
        : `the program used more than ${mebibytes(limits.memoryBytes)} of memory and was ended; give it more or process the data in parts`;
    case 'output':
      return `the program wrote more than ${mebibytes(limits.streamBytes)} of output and was ended; print less or write to a file`;
    case 'pids':
      return `the program had more than ${limits.pids} processes and threads and was ended`;
    case 'cpu':
      return 'the program used up its processor time and was ended';
    case 'files':
      return 'the program used up its file space, or held more than 10,000 locks on files, and was ended';
  }
}

/** The kernel ended it although it was well below its own limit: the total above it was used up. */
function ranIntoTotal(limits: Limits, { peakMemoryBytes }: SandboxEnd): boolean {
  return peakMemoryBytes !== null && peakMemoryBytes < 0.9 * limits.memoryBytes;
}
