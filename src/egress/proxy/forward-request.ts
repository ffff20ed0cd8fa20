// net.none: a plain request of HTTP, judged and then made anew to the host, on a connection of its own. The proxy follows no redirect:
// it hands the answer on, and the next request is judged like the first.
import { type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import type { EgressNetwork } from '../net/egress-network.js';
import { judge } from '../policy/policy.js';
import { answerRefusal } from './answer-refusal.js';
import type { EgressRun } from './egress-run.js';
import type { Flow } from './flow.js';
import { openFlow } from './open-flow.js';
import { pump } from './pump.js';
import { type PlainRequest, readRequest } from './read-request.js';
import { refuseUnread } from './refuse-unread.js';
import { toEndToEnd } from './to-end-to-end.js';
import { toUpstreamHeaders } from './to-upstream-headers.js';

const headerBytes = 64 * 1024;

export async function forwardRequest(
  run: EgressRun,
  network: EgressNetwork,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = readRequest(request);
  if (read.kind !== 'request') {
    const why =
      read.kind === 'malformed' ? read : { why: 'this is no request', hint: 'open a tunnel on its own' };
    answerRefusal(response, await refuseUnread(run, { way: 'request', asked: request.url ?? '', ...why }));
    return;
  }
  const { target, method } = read;
  const [path = '/'] = read.path.split('?', 1);
  const judgement = (): ReturnType<typeof judge> =>
    judge(run.policy, target, { kind: 'request', method, path });
  const opened = await openFlow({ run, network, target, way: 'request', judgement });
  if (opened.kind === 'refused') {
    answerRefusal(response, opened.refusal);
    return;
  }
  try {
    exchange(opened.flow, read, request, response);
  } catch (error) {
    opened.flow.socket.destroy();
    throw error;
  }
}

function exchange(flow: Flow, read: PlainRequest, request: IncomingMessage, response: ServerResponse): void {
  const touch = (): void => {
    flow.touch();
  };
  const breakOff = (): void => {
    flow.socket.destroy();
  };
  // A client that goes away takes its request with it.
  response.on('close', breakOff);
  // One whose turn to be answered has not come hears of it by its request alone.
  request.on('error', breakOff);
  if (response.destroyed) breakOff();
  const upstream = openRequest({
    createConnection: () => flow.socket,
    method: read.method,
    path: read.path,
    headers: toUpstreamHeaders(read, request.rawHeaders),
    setHost: false,
    insecureHTTPParser: false,
    maxHeaderSize: headerBytes,
  });
  // All headers are read, or none is believed: the default leaves out what comes behind the 2000th.
  upstream.maxHeadersCount = 0;
  upstream.on('information', touch);
  upstream.on('response', (answer) => {
    answerWith(answer, response, touch, breakOff);
  });
  upstream.on('error', () => {
    breakOff();
    answerRefusal(response, broken(read));
  });
  if (request.headers.expect !== undefined) response.writeContinue();
  if (read.body === 'none') upstream.end();
  else pump(request, upstream, touch);
}

function answerWith(
  answer: IncomingMessage,
  response: ServerResponse,
  touch: () => void,
  breakOff: () => void,
): void {
  const giveUp = (): void => {
    breakOff();
    response.destroy();
  };
  answer.on('error', giveUp);
  response.sendDate = false;
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', toEndToEnd(answer.rawHeaders));
  } catch {
    // A header that may not be written: it is the host that is wrong.
    giveUp();
    return;
  }
  touch();
  pump(answer, response, touch);
}

const broken = ({ target }: PlainRequest): Parameters<typeof answerRefusal>[1] => ({
  status: 502,
  asked: `${target.host.text}:${target.port}`,
  why: 'the host broke off, gave no answer that can be read, or the bounds of this run ended it',
  hint: 'try again, or look whether the host speaks HTTP at this port',
});
