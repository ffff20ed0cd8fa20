// A real `pymcp stdio` and the least that speaks to it: one line of JSON for each call, so that what is timed is the
// server. The era is 2025-11-25, which most clients speak: one `initialize`, then calls.
import { join } from 'node:path';
import { monotonicMs, sleep } from '#pymcp/host/clock.js';
import { packageRoot } from '#pymcp/host/package-root.js';
import { spawnProcess, type SpawnedProcess } from '#pymcp/host/spawn-process.js';
import { inheritedEnvironment } from './inherited-environment.js';

export const protocolVersion = '2025-11-25';

export interface ToolAnswer {
  /** From before the call was written until its answer was parsed. */
  readonly ms: number;
  readonly structured: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly id?: unknown;
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text?: string }[];
    readonly structuredContent?: Readonly<Record<string, unknown>>;
  };
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

const mostAnswerMs = 60_000;
const mostLeaveMs = 5_000;

export class McpClient {
  readonly #server: SpawnedProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #line = '';
  #words = '';

  private constructor(server: SpawnedProcess) {
    this.#server = server;
    server.stdout.setEncoding('utf8').on('data', this.#read);
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2_000);
    });
    void server.ended.then(() => {
      this.#failAll(new Error(`pymcp stdio ended: ${this.#words.trim()}`));
    });
  }

  /** The caller closes it. */
  static async open(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<McpClient> {
    const main = join(packageRoot(), 'dist/cli/main.js');
    const client = new McpClient(
      spawnProcess({
        file: process.execPath,
        args: [main, 'stdio', ...args],
        env: { ...inheritedEnvironment(), ...env },
        identity: null,
        inputs: [],
      }),
    );
    const clientInfo = { name: 'pymcp-bench', version: '1' };
    await client.#ask('initialize', { protocolVersion, capabilities: {}, clientInfo });
    client.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  get pid(): number {
    return this.#server.pid;
  }

  /** @throws where the tool refuses or is not there */
  async callTool(name: string, args: object): Promise<ToolAnswer> {
    const started = monotonicMs();
    const { result, error } = await this.#ask('tools/call', { name, arguments: args });
    const ms = monotonicMs() - started;
    if (error !== undefined) throw new Error(`${name}: ${error.message}`);
    if (result?.isError === true) throw new Error(`${name}: ${result.content?.[0]?.text ?? 'refused'}`);
    return { ms, structured: result?.structuredContent ?? {} };
  }

  /** Closes its input, which ends it and whatever it runs. */
  async close(): Promise<void> {
    const gone = new AbortController();
    this.#server.stdin.end();
    void sleep(mostLeaveMs, gone.signal).then(() => {
      if (!gone.signal.aborted) this.#server.kill();
    });
    await this.#server.ended;
    gone.abort();
  }

  #ask(method: string, params: object): Promise<Message> {
    const id = (this.#lastId += 1);
    const late = setTimeout(() => {
      this.#waiting.get(id)?.reject(new Error(`pymcp stdio did not answer ${method}`));
      this.#waiting.delete(id);
    }, mostAnswerMs);
    return new Promise<Message>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ jsonrpc: '2.0', id, method, params });
    }).finally(() => {
      clearTimeout(late);
    });
  }

  #send(message: object): void {
    this.#server.stdin.write(`${JSON.stringify(message)}\n`);
  }

  readonly #read = (chunk: string): void => {
    const lines = (this.#line + chunk).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#take(JSON.parse(line) as Message);
  };

  #take(message: Message): void {
    if (typeof message.id !== 'number') return;
    this.#waiting.get(message.id)?.resolve(message);
    this.#waiting.delete(message.id);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
