// net.none: from what a program asks for to a connection to the host, or the reason why not. Every request, every tunnel and every
// step of a redirect comes through here: budget, rule, resolver, address, audit log, dial, in this order.
import type { Socket } from 'node:net';
import type { SecretName } from '../../core/names.js';
import { showHost } from '../policy/canonical-host.js';
import { type Judgement, publicOnly } from '../policy/policy.js';
import type { EgressRule, EgressTarget } from '../policy/rule.js';
import { showRule } from '../policy/rule.js';
import { dial } from '../net/dial.js';
import type { EgressNetwork } from '../net/egress-network.js';
import { type CheckedAddress, resolveHost } from '../net/resolve-host.js';
import type { EgressDecision, Way } from './egress-sink.js';
import type { EgressRun } from './egress-run.js';
import { Flow } from './flow.js';
import type { Refusal } from './refusal.js';

export type OpenedFlow =
  | { readonly kind: 'opened'; readonly flow: Flow; readonly rule: EgressRule }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Attempt {
  readonly run: EgressRun;
  readonly network: EgressNetwork;
  readonly target: EgressTarget;
  readonly way: Way;
  readonly judgement: () => Judgement;
  /** The secrets that stand in it, as far as it was read; none where left out. */
  readonly used?: ReadonlySet<SecretName>;
}

/** The caller ends the flow. */
export async function openFlow(attempt: Attempt): Promise<OpenedFlow> {
  const { run } = attempt;
  const tooMuch = refuseBeyondBudget(attempt);
  if (tooMuch !== null) return tooMuch;
  const judgement = attempt.judgement();
  if (judgement.kind === 'denied') return deny(attempt, judgement.why, judgement.hint);
  const release = run.budget.takeFlow();
  if (release === null)
    return refuse(
      attempt,
      429,
      'this run has too many connections to hosts',
      'close some, or use fewer at once',
    );
  const opened = await reach(attempt, judgement.rule, release).catch((error: unknown) => {
    release();
    throw error;
  });
  if (opened.kind === 'refused') release();
  return opened;
}

/** Counts one attempt. */
export function refuseBeyondBudget(
  attempt: Pick<Attempt, 'run' | 'target'>,
): (OpenedFlow & { kind: 'refused' }) | null {
  const why = attempt.run.budget.whyNoAttempt();
  return why === null
    ? null
    : refuse(attempt, 429, why, 'ask for less, or have the bounds of the network raised');
}

async function reach(attempt: Attempt, rule: EgressRule, release: () => void): Promise<OpenedFlow> {
  const { run, network, target } = attempt;
  const resolution = await resolveHost(network, target.host);
  if (resolution.kind === 'refused') return deny(attempt, resolution.why, publicOnly, rule);
  if (resolution.kind === 'failed') return fail(attempt, resolution.why, rule);
  if (run.signal.aborted) return refuse(attempt, 503, 'the run has ended', 'start another one');
  const decision = describe(attempt, { verdict: 'allowed', rule, address: resolution.addresses[0] ?? null });
  try {
    await run.sink.decided(decision);
  } catch {
    // audit.chain: what cannot be written down does not happen.
    return refuse(
      attempt,
      503,
      'the decision could not be written to the audit log',
      'see the log of the gateway',
    );
  }
  const dialled = await dial(network, resolution.addresses, target.port, run.signal);
  if (dialled.kind === 'failed') {
    run.sink.ended(decision, { bytesUp: 0, bytesDown: 0, ms: 0, secrets: [] });
    return fail(attempt, dialled.why, rule, resolution.addresses[0]);
  }
  return { kind: 'opened', rule, flow: hold(attempt, dialled.socket, decision, release) };
}

function hold(
  { run, used = new Set() }: Attempt,
  socket: Socket,
  decision: EgressDecision,
  release: () => void,
): Flow {
  run.hold(socket);
  return new Flow({ run, used }, socket, decision, release);
}

export async function deny(
  attempt: Pick<Attempt, 'run' | 'target' | 'way'>,
  why: string,
  hint: string,
  rule: EgressRule | null = null,
): Promise<OpenedFlow & { kind: 'refused' }> {
  const decision = describe(attempt, { verdict: 'denied', why, rule });
  attempt.run.denied(decision);
  // It stays denied where that cannot be written down.
  await attempt.run.sink.decided(decision).catch(() => undefined);
  return refuse(attempt, 403, why, hint);
}

/** What was permitted and did not come about. */
export async function fail(
  attempt: Pick<Attempt, 'run' | 'target' | 'way'>,
  why: string,
  rule: EgressRule,
  address: CheckedAddress | null = null,
): Promise<OpenedFlow & { kind: 'refused' }> {
  await attempt.run.sink
    .decided(describe(attempt, { verdict: 'failed', why, rule, address }))
    .catch(() => undefined);
  return refuse(attempt, 502, why, 'look at the name and the port, and try again later');
}

interface Outcome {
  readonly verdict: EgressDecision['verdict'];
  readonly why?: string;
  readonly rule: EgressRule | null;
  readonly address?: string | null;
}

function describe(
  { target, way, used }: Pick<Attempt, 'target' | 'way' | 'used'>,
  outcome: Outcome,
): EgressDecision {
  const { verdict, why = null, rule, address = null } = outcome;
  const { host, port } = target;
  // What was denied has gone nowhere, and no secret with it.
  const secrets = verdict === 'allowed' ? [...(used ?? [])] : [];
  const permitted = rule === null ? null : showRule(rule);
  return { way, host: host.text, port, verdict, why, rule: permitted, address, secrets };
}

function refuse(
  { target }: Pick<Attempt, 'target'>,
  status: Refusal['status'],
  why: string,
  hint: string,
): OpenedFlow & { kind: 'refused' } {
  return {
    kind: 'refused',
    refusal: { status, asked: `${showHost(target.host)}:${target.port}`, why, hint },
  };
}
