// net.none: a tunnel, for CONNECT and for SOCKS: opened where a rule permits it, listened to until it is clear that it is TLS for
// that host, and then passed through untouched, or ended here where requests in it are to be judged.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { toMessage } from './answer-refusal.js';
import type { EgressNetwork } from '../net/egress-network.js';
import { findEndingRule, judgeTunnel } from '../policy/policy.js';
import type { EgressRule, EgressTarget } from '../policy/rule.js';
import { endTls } from '../tls/end-tls.js';
import { whyNotForHost } from '../tls/why-not-for-host.js';
import type { EgressRun } from './egress-run.js';
import type { Way } from './egress-sink.js';
import { endTogether, joinSockets } from './join-sockets.js';
import { deny, fail, openFlow, refuseBeyondBudget } from './open-flow.js';
import { receiveHello } from './receive-hello.js';
import type { Refusal } from './refusal.js';

export interface TunnelRequest {
  readonly run: EgressRun;
  readonly network: EgressNetwork;
  readonly client: Duplex;
  /** What came behind the request. */
  readonly head: Buffer;
  readonly target: EgressTarget;
  readonly way: Exclude<Way, 'request'>;
  /** What comes out of TLS that was ended: requests to the target. */
  readonly takeInside: (socket: Socket, run: EgressRun, target: EgressTarget) => void;
}

/** How the protocol of the client says so. */
export interface TunnelAnswers {
  readonly opened: () => void;
  readonly refused: (refusal: Refusal) => void;
}

export async function serveTunnel(request: TunnelRequest, answers: TunnelAnswers): Promise<void> {
  const { run, target } = request;
  const rule = findEndingRule(run.policy, target, run.secrets.isBound(target));
  if (rule === null) await passThrough(request, answers);
  else await endHere(request, rule, answers);
}

async function passThrough(request: TunnelRequest, answers: TunnelAnswers): Promise<void> {
  const { run, client, target } = request;
  const opened = await openFlow({ ...request, judgement: () => judgeTunnel(run.policy, target) });
  if (opened.kind === 'refused') {
    answers.refused(opened.refusal);
    return;
  }
  const { flow, rule } = opened;
  endTogether(client, flow.socket);
  if (client.destroyed) return;
  answers.opened();
  const head = rule.tunnel === 'any' ? request.head : await hearBeginning(request, flow.socket);
  if (head === null || flow.socket.destroyed) return;
  if (head.length > 0) flow.socket.write(head);
  joinSockets(client, flow);
}

/** Nothing is dialled yet: each request does that, when it has been judged. */
async function endHere(request: TunnelRequest, rule: EgressRule, answers: TunnelAnswers): Promise<void> {
  const { run, client, target } = request;
  const tooMuch = refuseBeyondBudget(request);
  if (tooMuch !== null) {
    answers.refused(tooMuch.refusal);
    return;
  }
  client.on('error', () => undefined);
  answers.opened();
  const hello = await hearBeginning(request, client);
  if (hello === null) return;
  const context = (await run.authority()).contextFor(target.host);
  if (client.destroyed) return;
  const ended = await endTls(client, hello, context, run.bounds.headMs, (socket) => {
    run.cover(client, socket);
  });
  if (ended.kind === 'secured') request.takeInside(ended.socket, run, target);
  else await fail(request, ended.why, rule);
}

/** The bytes that go on, or null where the tunnel was ended. @param other is ended with it */
async function hearBeginning(request: TunnelRequest, other: Duplex): Promise<Buffer | null> {
  const { run, client, head, target } = request;
  const hello = await receiveHello(client, head, run.bounds.headMs);
  if (hello.kind !== 'received') {
    other.destroy();
    return null;
  }
  const why = whyNotForHost(hello.reading, target.host);
  if (why === null) return hello.bytes;
  const { refusal } = await deny(request, why, hints[hello.reading.kind]);
  endRefused(client, other, refusal, hello.reading.kind);
  return null;
}

/** TLS has a word for it; to whoever spoke HTTP it can be said in full. */
function endRefused(
  client: Duplex,
  other: Duplex,
  refusal: Refusal,
  spoken: 'hello' | 'not-tls' | 'malformed',
): void {
  const accessDenied = Buffer.from([21, 3, 3, 0, 2, 2, 49]);
  const answer = spoken === 'not-tls' ? toMessage(refusal) : accessDenied;
  client.end(answer, () => {
    client.destroy();
    other.destroy();
  });
}

const hints = {
  hello: 'ask for the host that the rule names, with its name in the open',
  'not-tls': 'ask the proxy for http:// without a tunnel, or give the rule "tunnel": "any"',
  malformed: 'speak TLS as its libraries do',
} as const;
