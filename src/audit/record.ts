// What the records of the audit log say, as JSON. secret.unlogged: no output, no value, no words of a guest; code by its hash and
// size, its text only where a person has asked for that. Pure but for the time and the id, which are given.
import { createHash } from 'node:crypto';
import { PymcpError } from '../core/errors.js';
import type {
  Origin,
  RunDescription,
  RunPolicy,
  SessionDescription,
  NetworkOwner,
  SessionEnding,
} from '../core/execution-journal.js';
import type { ExecutionResult, Outcome, Usage } from '../core/execution-result.js';
import { type Isolation, type LimitLevels, outerBoundaryOf } from '../core/isolation.js';
import type { NetworkDecision, NetworkTraffic } from '../core/network.js';
import type { JailLimits, Limits } from '../core/limits.js';
import type { CallDescription } from '../core/call-journal.js';
import type { RecordBody } from './chain.js';

/** How a record has the program: `text` has the hash too. */
export type CodePolicy = 'hash' | 'text';

/** When it happened, and what it happened to. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** Of the execution: that of its end has the same as that of its beginning. */
  readonly id: string;
}

const mostReason = 200;
/** Longer than any name of a host; what could not be read is cut. */
const mostHost = 300;

export function toBegin({ ms, id }: Moment, run: RunDescription, policy: CodePolicy): RecordBody {
  const { origin, session, limits, code, files } = run;
  return {
    ...toTime(ms, 'begin'),
    id,
    ...toOrigin(origin),
    session,
    ...toPolicy(run),
    limits: toLimits(limits),
    code: {
      sha256: createHash('sha256').update(code).digest('hex'),
      bytes: Buffer.byteLength(code),
      ...(policy === 'text' ? { text: code } : {}),
    },
    files,
  };
}

/** @param durationMs since the beginning was written */
export function toEnd(
  { ms, id }: Moment,
  { origin, session }: RunDescription,
  result: ExecutionResult,
  durationMs: number,
): RecordBody {
  return {
    ...toTime(ms, 'end'),
    id,
    caller: origin.caller,
    session,
    ...toOutcome(result.outcome),
    session_alive: result.session?.alive ?? null,
    usage: toUsage(result.usage),
    output: { stdout_bytes: result.stdout.bytes, stderr_bytes: result.stderr.bytes },
    levels: toLevels(result.limits),
    isolation: toIsolation(result.isolation),
    duration_ms: Math.round(durationMs * 1000) / 1000,
  };
}

/** Of one that began and of which there is no result. */
export function toFailure({ ms, id }: Moment, run: RunDescription, error: unknown): RecordBody {
  const { origin, session } = run;
  return {
    ...toTime(ms, 'end'),
    id,
    caller: origin.caller,
    session,
    status: 'refused',
    error: codeOf(error),
  };
}

/** Of one that never began. */
export function toRefusal(ms: number, origin: Origin, error: unknown): RecordBody {
  return { ...toTime(ms, 'refused'), ...toOrigin(origin), error: codeOf(error) };
}

export function toSessionBegin(ms: number, made: SessionDescription): RecordBody {
  const { origin, session, forkedFrom, limits } = made;
  const rest = { session, forked_from: forkedFrom, ...toPolicy(made), limits: toLimits(limits) };
  return { ...toTime(ms, 'session'), ...toOrigin(origin), ...rest };
}

export function toSessionEnd(ms: number, { caller, session, reason }: SessionEnding): RecordBody {
  return { ...toTime(ms, 'session-end'), caller, session, reason: reason.slice(0, mostReason) };
}

/** Of a service that runs nobody's code: what it is about, and neither what was sent nor what came. */
export function toCall({ ms, id }: Moment, { origin, subjects, access }: CallDescription): RecordBody {
  return { ...toTime(ms, 'call'), id, ...toOrigin(origin), subjects, access };
}

/** @param error null where it did what was asked @param durationMs since the beginning was written */
export function toCallEnd(
  { ms, id }: Moment,
  { origin }: CallDescription,
  error: unknown,
  durationMs: number,
): RecordBody {
  const how = error === null ? { status: 'done', error: null } : { status: 'refused', error: codeOf(error) };
  return {
    ...toTime(ms, 'call-end'),
    id,
    caller: origin.caller,
    ...how,
    duration_ms: Math.round(durationMs),
  };
}

export function toTime(ms: number, kind: string): { readonly time: string; readonly kind: string } {
  return { time: new Date(ms).toISOString(), kind };
}

function toOrigin({ caller, service, tool }: Origin): Readonly<Record<string, string>> {
  return { caller, service, tool };
}

/** net.none: what the proxy decided for a run, or for a session. */
export function toNetworkDecision(ms: number, owner: NetworkOwner, decision: NetworkDecision): RecordBody {
  const { way, host, port, verdict, why, rule, address, secrets } = decision;
  return {
    ...toTime(ms, 'network'),
    ...toOwner(owner),
    ...{ verdict, host: host.slice(0, mostHost), port, way, address, rule, secrets },
    why: why?.slice(0, mostReason) ?? null,
  };
}

/** Of what was allowed, when it is over. */
export function toNetworkTraffic(
  ms: number,
  owner: NetworkOwner,
  { host, port }: NetworkDecision,
  traffic: NetworkTraffic,
): RecordBody {
  const { bytesUp, bytesDown, ms: durationMs, secrets } = traffic;
  const used = { bytes_up: bytesUp, bytes_down: bytesDown, duration_ms: durationMs, secrets };
  return { ...toTime(ms, 'network-end'), ...toOwner(owner), host: host.slice(0, mostHost), port, ...used };
}

function toOwner({ caller, id, session }: NetworkOwner): Readonly<Record<string, string | null>> {
  return { id, caller, session };
}

function toPolicy({ environment, workspace, network, strict }: RunPolicy): Readonly<Record<string, unknown>> {
  return { environment, workspace, network: network ?? 'none', strict };
}

function toLimits(limits: JailLimits & Partial<Limits>): Readonly<Record<string, number | undefined>> {
  return {
    memory_bytes: limits.memoryBytes,
    cpus: limits.cpus,
    pids: limits.pids,
    wall_ms: limits.wallMs,
    output_bytes: limits.outputBytes,
    stream_bytes: limits.streamBytes,
    file_bytes: limits.fileBytes,
    scratch_bytes: limits.scratchBytes,
    scratch_inodes: limits.scratchInodes,
    open_files: limits.openFiles,
  };
}

/** What the host saw; of an exception that it was one, and not its words. */
function toOutcome(outcome: Outcome): Readonly<Record<string, unknown>> {
  const nothing = { exit_code: null, signal: null, limit: null };
  switch (outcome.status) {
    case 'completed':
      return { status: 'completed', ...nothing, exit_code: outcome.exitCode };
    case 'limit':
      return { status: 'limit', ...nothing, limit: outcome.limit };
    case 'lost':
      return { status: 'lost', ...nothing, exit_code: outcome.exitCode, signal: outcome.signal };
    case 'raised':
    case 'cancelled':
      return { status: outcome.status, ...nothing };
  }
}

function toUsage({
  wallMs,
  cpuMs,
  peakMemoryBytes,
  pidsRefused,
}: Usage): Readonly<Record<string, number | null>> {
  return { wall_ms: wallMs, cpu_ms: cpuMs, peak_memory_bytes: peakMemoryBytes, pids_refused: pidsRefused };
}

function toLevels(levels: LimitLevels): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(levels).map(([name, { level }]) => [name, level]));
}

function toIsolation(isolation: Isolation): Readonly<Record<string, unknown>> {
  const { backend, scope, sharedNamespaces = [], seccompInstructions, landlockAbi, hostUid } = isolation;
  return {
    backend,
    scope,
    ...(sharedNamespaces.length === 0 ? {} : { outer_boundary: outerBoundaryOf(isolation) }),
    seccomp_instructions: seccompInstructions,
    landlock_abi: landlockAbi,
    host_uid: hostUid,
  };
}

/** Messages may name what a person wrote; codes are ours. */
function codeOf(error: unknown): string {
  return error instanceof PymcpError ? error.code : 'internal.bug';
}
