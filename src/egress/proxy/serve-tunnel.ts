// net.none: a tunnel, for CONNECT and for SOCKS: opened where a rule permits it, listened to until it is clear that it is TLS for
// that host, and then passed through untouched.
import type { Duplex } from 'node:stream';
import { toMessage } from './answer-refusal.js';
import type { EgressNetwork } from '../net/egress-network.js';
import { judgeTunnel } from '../policy/policy.js';
import type { EgressTarget } from '../policy/rule.js';
import { whyNotForHost } from '../tls/why-not-for-host.js';
import type { EgressRun } from './egress-run.js';
import type { Way } from './egress-sink.js';
import type { Flow } from './flow.js';
import { endTogether, joinSockets } from './join-sockets.js';
import { deny, openFlow } from './open-flow.js';
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
}

/** How the protocol of the client says so. */
export interface TunnelAnswers {
  readonly opened: () => void;
  readonly refused: (refusal: Refusal) => void;
}

export async function serveTunnel(request: TunnelRequest, answers: TunnelAnswers): Promise<void> {
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
  const head = rule.tunnel === 'any' ? request.head : await hearBeginning(request, flow);
  if (head === null || flow.socket.destroyed) return;
  if (head.length > 0) flow.socket.write(head);
  joinSockets(client, flow);
}

/** The bytes that go on, or null where the tunnel was ended. */
async function hearBeginning(request: TunnelRequest, flow: Flow): Promise<Buffer | null> {
  const { run, client, head, target } = request;
  const hello = await receiveHello(client, head, run.bounds.headMs);
  if (hello.kind !== 'received') {
    flow.socket.destroy();
    return null;
  }
  const why = whyNotForHost(hello.reading, target.host);
  if (why === null) return hello.bytes;
  const { refusal } = await deny(request, why, hints[hello.reading.kind]);
  endRefused(client, flow, refusal, hello.reading.kind);
  return null;
}

/** TLS has a word for it; to whoever spoke HTTP it can be said in full. */
function endRefused(
  client: Duplex,
  flow: Flow,
  refusal: Refusal,
  spoken: 'hello' | 'not-tls' | 'malformed',
): void {
  const accessDenied = Buffer.from([21, 3, 3, 0, 2, 2, 49]);
  const answer = spoken === 'not-tls' ? toMessage(refusal) : accessDenied;
  client.end(answer, () => {
    client.destroy();
    flow.socket.destroy();
  });
}

const hints = {
  hello: 'ask for the host that the rule names, with its name in the open',
  'not-tls': 'ask the proxy for http:// without a tunnel, or give the rule "tunnel": "any"',
  malformed: 'speak TLS as its libraries do',
} as const;
