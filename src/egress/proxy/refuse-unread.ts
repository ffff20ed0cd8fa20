// An attempt that cannot even be read is denied like any other: it counts, and it is written down.
import type { EgressDecision, Way } from './egress-sink.js';
import type { EgressRun } from './egress-run.js';
import { printable, type Refusal } from './refusal.js';

export interface Unread {
  readonly way: Way;
  /** As it came. */
  readonly asked: string;
  readonly why: string;
  readonly hint: string;
}

const mostCharacters = 120;

export async function refuseUnread(run: EgressRun, { way, asked, why, hint }: Unread): Promise<Refusal> {
  const tooMuch = run.budget.whyNoAttempt();
  if (tooMuch !== null) return { status: 429, asked: '', why: tooMuch, hint: 'ask for less' };
  const host = printable(asked).slice(0, mostCharacters);
  const nothing = { port: 0, rule: null, address: null, secrets: [] };
  const decision: EgressDecision = { ...nothing, way, host, verdict: 'denied', why };
  run.denied(decision);
  // It stays denied where that cannot be written down.
  await run.sink.decided(decision).catch(() => undefined);
  return { status: 400, asked: host, why, hint };
}
