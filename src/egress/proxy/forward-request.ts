// net.none, secret.unseen: a request of HTTP, in the clear or out of TLS that was ended, judged and then made anew to the host, on a
// connection of its own. The proxy follows no redirect: it hands the answer on, and the next request is judged like the first.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { askReadably } from '../placeholders/readable-answer.js';
import { swapHead, type SwappedHead } from '../placeholders/swap-head.js';
import type { MetIn } from '../placeholders/run-secrets.js';
import { judge, type Judgement } from '../policy/policy.js';
import type { EgressTarget } from '../policy/rule.js';
import { secureUpstream } from '../tls/secure-upstream.js';
import { answerRefusal } from './answer-refusal.js';
import type { EgressMeans } from './egress-means.js';
import type { EgressRun } from './egress-run.js';
import { Exchange } from './exchange.js';
import type { Flow } from './flow.js';
import { type Attempt, fail, openFlow, type OpenedFlow } from './open-flow.js';
import { type PlainRequest, readRequest } from './read-request.js';
import { refuseUnread } from './refuse-unread.js';
import { toEndToEnd } from './to-end-to-end.js';

/** Whose request it is, and what it came out of. */
export interface Sender {
  readonly run: EgressRun;
  /** The host whose TLS was ended; null: it was sent to the proxy itself. */
  readonly inside: EgressTarget | null;
}

export async function forwardRequest(
  { run, inside }: Sender,
  means: EgressMeans,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = readRequest(request, inside);
  if (read.kind !== 'request') {
    const why =
      read.kind === 'malformed' ? read : { why: 'this is no request', hint: 'open a tunnel on its own' };
    const asked = inside === null ? (request.url ?? '') : `${inside.host.text}:${inside.port}`;
    answerRefusal(response, await refuseUnread(run, { way: 'request', asked, ...why }));
    return;
  }
  const met = toMet(read);
  const head = swapHead(run.secrets, met, { path: read.path, rawHeaders: toEndToEnd(request.rawHeaders) });
  const attempt: Attempt = {
    run,
    network: means.network,
    target: read.target,
    way: 'request',
    used: met.used,
    judgement: () => judgeBoth(run, met, head),
  };
  const opened = await openFlow(attempt);
  if (opened.kind === 'refused') answerRefusal(response, opened.refusal);
  else if (head.kind === 'refused') opened.flow.destroy();
  else await lead({ attempt, means, met, read, head, request, response }, opened);
}

/** The rules of the network first: who may not go there hears that. */
function judgeBoth(run: EgressRun, { target, use }: MetIn, head: SwappedHead): Judgement {
  const judgement = judge(run.policy, target, use);
  return judgement.kind === 'denied' || head.kind === 'swapped'
    ? judgement
    : { kind: 'denied', why: head.why, hint: head.hint };
}

function toMet({ target, scheme, method, path }: PlainRequest): MetIn {
  const [withoutQuery = '/'] = path.split('?', 1);
  const over = scheme === 'https' ? 'tls' : 'plain';
  return { target, use: { kind: 'request', over, method, path: withoutQuery }, used: new Set() };
}

interface Leading {
  readonly attempt: Attempt;
  readonly means: EgressMeans;
  readonly met: MetIn;
  readonly read: PlainRequest;
  readonly head: SwappedHead & { kind: 'swapped' };
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function lead(leading: Leading, { flow, rule }: OpenedFlow & { kind: 'opened' }): Promise<void> {
  const { attempt, means, met, read, head, request, response } = leading;
  try {
    const failure = read.scheme === 'https' ? await secure(flow, read, means) : null;
    if (failure !== null) {
      answerRefusal(response, (await fail(attempt, failure, rule)).refusal);
      return;
    }
    const isBound = attempt.run.secrets.isBound(read.target);
    const rawHeaders = isBound ? askReadably(head.rawHeaders) : head.rawHeaders;
    const swapped = { ...read, path: head.path };
    await new Exchange({
      attempt,
      rule,
      flow,
      met,
      isBound,
      read: swapped,
      rawHeaders,
      request,
      response,
    }).run();
  } catch (error) {
    flow.destroy();
    throw error;
  }
}

/** Null where the flow goes through TLS from now on. */
async function secure(flow: Flow, { target }: PlainRequest, { roots }: EgressMeans): Promise<string | null> {
  const secured = await secureUpstream(flow.socket, target.host, roots.context, (socket) => {
    flow.secure(socket);
  });
  return secured.kind === 'failed' ? secured.why : null;
}
