// The least that speaks to a server over HTTP: one connection that stays open and, in the era that has them, one session, so
// that what is timed is the server.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { monotonicMs } from '#pymcp/host/clock.js';
import {
  type Era,
  type HttpMessage,
  readToolResult,
  toInitialize,
  toInitialized,
  toToolCall,
  type ToolResult,
} from '../http/tool-call.js';
import { HttpRefusal } from './http-refusal.js';

export interface HttpClientOptions {
  readonly url: string;
  readonly era: Era;
  /** The bare server asks for none and gets one all the same: the same bytes go to both. */
  readonly token: string;
}

export interface HttpToolAnswer {
  /** From before the call was written until its answer was parsed. */
  readonly ms: number;
  readonly result: ToolResult;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const mostAnswerMs = 60_000;

export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #session: string | null = null;
  #lastId = 0;

  private constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** The caller closes it. */
  static async open(options: HttpClientOptions): Promise<HttpClient> {
    const client = new HttpClient(options);
    if (options.era === '2025-11-25') await client.#initialize();
    return client;
  }

  /** @throws HttpRefusal; Error where the call fails in another way */
  async callTool(tool: string, args: object): Promise<HttpToolAnswer> {
    const started = monotonicMs();
    const id = (this.#lastId += 1);
    const call = toToolCall(this.#options.era, { id, tool, args, session: this.#session });
    const { status, headers, text } = await this.#send(call);
    if (status !== 200) throw new HttpRefusal(status, text);
    const result = readToolResult(headers['content-type'] ?? '', text);
    return { ms: monotonicMs() - started, result };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #initialize(): Promise<void> {
    const { status, headers, text } = await this.#send(toInitialize());
    const session = headers['mcp-session-id'];
    if (typeof session !== 'string') throw new HttpRefusal(status, text);
    this.#session = session;
    await this.#send(toInitialized(session));
  }

  #send({ headers, body }: HttpMessage): Promise<Answer> {
    const { url, token } = this.#options;
    return new Promise((resolve, reject) => {
      const asked = request(url, {
        method: 'POST',
        agent: this.#agent,
        timeout: mostAnswerMs,
        headers: { ...headers, authorization: `Bearer ${token}` },
      });
      asked.on('error', reject);
      asked.on('timeout', () => asked.destroy(new Error('the server did not answer')));
      asked.on('response', (response) => {
        let text = '';
        response.on('error', reject);
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      asked.end(body);
    });
  }
}
