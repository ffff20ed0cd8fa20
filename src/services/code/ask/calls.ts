// Who calls a function, and what it calls.
import { z } from 'zod';
import type { CodeSession } from '../code-session.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import type { Spot } from '../place/spot.js';
import { type Target, toTarget } from '../place/target.js';
import { range } from '../server/replies.js';
import { toParams } from './to-params.js';

export type CallDirection = 'incoming' | 'outgoing';

export interface Call {
  readonly name: string;
  /** Where the one is defined that calls or is called. */
  readonly target: Target;
  /** How often. */
  readonly times: number;
}

export interface CallsAnswer {
  readonly resolved: Spot;
  readonly calls: readonly Call[];
  readonly omitted: number;
}

const item = z.looseObject({ name: z.string(), uri: z.string(), selectionRange: range });
const items = z.array(item).nullish();
const incoming = z.array(z.object({ from: item, fromRanges: z.array(range) })).nullish();
const outgoing = z.array(z.object({ to: item, fromRanges: z.array(range) })).nullish();

const mostCalls = 100;

export async function askCalls(
  session: CodeSession,
  wanted: WantedPlace,
  direction: CallDirection,
): Promise<CallsAnswer> {
  const resolved = await resolvePlace(session, wanted);
  const [first] =
    (await session.request('textDocument/prepareCallHierarchy', toParams(resolved), items)) ?? [];
  const calls =
    first === undefined ? [] : await (direction === 'incoming' ? whoCalls : whatCalls)(session, first);
  return { resolved, calls: calls.slice(0, mostCalls), omitted: Math.max(0, calls.length - mostCalls) };
}

type Item = z.infer<typeof item>;

async function whoCalls(session: CodeSession, of: Item): Promise<readonly Call[]> {
  const found = await session.request('callHierarchy/incomingCalls', { item: of }, incoming);
  return (found ?? []).map(({ from, fromRanges }) => toCall(session, from, fromRanges.length));
}

async function whatCalls(session: CodeSession, of: Item): Promise<readonly Call[]> {
  const found = await session.request('callHierarchy/outgoingCalls', { item: of }, outgoing);
  return (found ?? []).map(({ to, fromRanges }) => toCall(session, to, fromRanges.length));
}

function toCall(session: CodeSession, { name, uri, selectionRange }: Item, times: number): Call {
  return { name: name.slice(0, 300), target: toTarget(session, { uri, range: selectionRange }, 0), times };
}
