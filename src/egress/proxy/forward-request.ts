// net.none: a plain request of HTTP, judged and then made anew to the host, on a connection of its own. The proxy follows no redirect: it
// hands the answer on, and the next request is judged like the first.
import { type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import type { EgressNetwork } from '../net/egress-network.js';
import { judge } from '../policy/policy.js';
import { answerRefusal } from './answer-refusal.js';
import type { EgressRun } from './egress-run.js';
import type { Flow } from './flow.js';
import { openFlow } from './open-flow.js';
import { pump } from './pump.js';
import { toEndToEnd } from './raw-headers.js';
import { type ReadRequest, readRequest } from './read-request.js';

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
    answerRefusal(response, { status: 400, asked: '', ...why });
    return;
  }
  const { target, method } = read;
  const [path = '/'] = read.path.split('?', 1);
  const judgement = (): ReturnType<typeof judge> =>
    judge(run.policy, target, { kind: 'request', method, path });
  const opened = await openFlow({ run, network, target, way: 'request', judgement });
  if (opened.kind === 'refused') answerRefusal(response, opened.refusal);
  else exchange(opened.flow, read, request, response);
}

function exchange(
  flow: Flow,
  read: ReadRequest & { kind: 'request' },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const touch = (): void => {
    flow.touch();
  };
  const upstream = openRequest({
    createConnection: () => flow.socket,
    method: read.method,
    path: read.path,
    headers: [
      ...toEndToEnd(request.rawHeaders),
      ...(read.isChunked ? ['Transfer-Encoding', 'chunked'] : []),
      ...['Connection', 'close'],
    ],
    setHost: false,
    insecureHTTPParser: false,
    maxHeaderSize: headerBytes,
  });
  const breakOff = (): void => {
    flow.socket.destroy();
  };
  upstream.on('response', (answer) => {
    answerWith(answer, response, touch, breakOff);
  });
  upstream.on('error', () => {
    breakOff();
    tellBroken(response, read);
  });
  // A client that goes away takes its request with it.
  response.on('close', breakOff);
  if (response.destroyed) breakOff();
  if (request.headers.expect !== undefined) response.writeContinue();
  pump(request, upstream, touch);
}

function answerWith(
  answer: IncomingMessage,
  response: ServerResponse,
  touch: () => void,
  breakOff: () => void,
): void {
  response.sendDate = false;
  answer.on('error', () => {
    breakOff();
    response.destroy();
  });
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', toEndToEnd(answer.rawHeaders));
  } catch {
    breakOff();
    response.destroy();
    return;
  }
  pump(answer, response, touch);
}

function tellBroken(response: ServerResponse, { target }: ReadRequest & { kind: 'request' }): void {
  answerRefusal(response, {
    status: 502,
    asked: `${target.host.text}:${target.port}`,
    why: 'the host broke off, or gave no answer that can be read',
    hint: 'try again, or look whether the host speaks HTTP at this port',
  });
}
