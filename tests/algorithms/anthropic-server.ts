// A server on loopback that speaks Anthropic's Messages API as far as `--explain` uses it: streams of events, and its errors.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: string;
}

export interface AnthropicServer {
  readonly address: string;
  readonly received: readonly Received[];
  readonly close: () => Promise<void>;
}

export type Answer = (response: ServerResponse) => void;

export async function startAnthropicServer(answer: Answer): Promise<AnthropicServer> {
  const received: Received[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    received.push({
      path: request.url ?? '',
      key: request.headers.authorization?.replace(/^Bearer /, ''),
      body,
    });
    answer(response);
  };
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** https://docs.claude.com/en/api/messages-streaming */
export function streamOf(parts: readonly string[], stopReason: string | null): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: { readonly type: string }): void => {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    };
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      stop_reason: null,
    };
    send({
      type: 'message_start',
      message: { ...message, usage: { input_tokens: 1, output_tokens: 1 } },
    } as never);
    send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as never);
    for (const part of parts)
      send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: part } } as never);
    if (stopReason === null) {
      // What was written goes out before the connection ends.
      response.write('\n', () => response.destroy());
      return;
    }
    send({ type: 'content_block_stop', index: 0 } as never);
    send({ type: 'message_delta', delta: { stop_reason: stopReason }, usage: { output_tokens: 9 } } as never);
    send({ type: 'message_stop' });
    response.end();
  };
}

/** It is not to be asked again: the SDK would wait for seconds. */
export function errorOf(status: number, type: string, message: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
  };
}
