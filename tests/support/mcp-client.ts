// Real MCP clients on real servers: `pymcp stdio` as a child process, spoken to by the library's client or line by line.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type CallToolResult, Client, type VersionNegotiationOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { StructuredResult } from '../../src/mcp/run-python/output-schema.js';
import { commandLine } from './command-line.js';
import { slow } from './time.js';

/** Both eras of the protocol: a connection with `initialize`, and one without. */
export const eras = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof eras)[number];

/** How a client is told to speak it. */
export const negotiations: Record<Era, VersionNegotiationOptions> = {
  '2025-11-25': { mode: 'legacy' },
  '2026-07-28': { mode: { pin: '2026-07-28' } },
};

export interface ServedClient {
  readonly client: Client;
  /** Of the server. */
  readonly pid: number;
  /** What the server wrote to stderr so far. */
  readonly stderr: () => string;
  /** Calls run_python and returns its result with the structured part typed. */
  readonly run: (code: string, more?: Record<string, unknown>, signal?: AbortSignal) => Promise<RunResult>;
  /** Calls any tool. */
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<ToolResult>;
  readonly close: () => Promise<void>;
}

export interface ToolResult {
  readonly raw: CallToolResult;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the first content, which every client shows. */
  readonly text: string;
}

export interface RunResult {
  readonly raw: CallToolResult;
  readonly structured: StructuredResult;
  /** Of the first content, which every client shows. */
  readonly text: string;
}

/** @param args after `pymcp stdio` @param env of the server; left out, what the library hands on */
export async function openClient(
  era: Era,
  args: readonly string[] = [],
  env?: Readonly<Record<string, string>>,
): Promise<ServedClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [commandLine, 'stdio', ...args],
    stderr: 'pipe',
    ...(env === undefined ? {} : { env }),
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: negotiations[era] });
  await client.connect(transport);
  const { pid } = transport;
  assert.ok(pid !== null);
  return {
    client,
    pid,
    stderr: () => stderr,
    run: async (code, more = {}, signal) =>
      toRunResult(
        await client.callTool(
          { name: 'run_python', arguments: { code, ...more } },
          { timeout: slow(90_000), ...(signal === undefined ? {} : { signal }) },
        ),
      ),
    call: async (name, args = {}) => {
      const raw = await client.callTool({ name, arguments: args }, { timeout: slow(90_000) });
      const { text } = toRunResult(raw);
      return { raw, text, fields: raw.structuredContent as ToolResult['fields'] };
    },
    close: () => client.close(),
  };
}

/** With a server of its own, which goes whatever happens: one that stayed would keep the test process. */
export async function withClient(
  era: Era,
  args: readonly string[],
  work: (served: ServedClient) => Promise<void>,
): Promise<void> {
  const served = await openClient(era, args);
  try {
    await work(served);
    assert.equal(served.stderr(), '');
  } finally {
    await served.close();
  }
}

function toRunResult(raw: CallToolResult): RunResult {
  const [first] = raw.content;
  assert.equal(first?.type, 'text');
  return { raw, structured: raw.structuredContent as StructuredResult, text: first.text };
}

/** A server that is spoken to line by line, as no library would. */
export class RawClient {
  readonly child: ChildProcessWithoutNullStreams;
  /** Every line of stdout. */
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  stderr = '';
  #isClosed = false;
  #news: () => void = () => undefined;

  constructor(
    args: readonly string[] = [],
    {
      env = process.env,
      command = [process.execPath, commandLine, 'stdio'],
    }: { env?: NodeJS.ProcessEnv; command?: readonly string[] } = {},
  ) {
    const [file = '', ...words] = command;
    this.child = spawn(file, [...words, ...args], { env });
    this.child.stdin.on('error', () => undefined);
    this.child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#news();
    });
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
    this.child.once('close', () => {
      this.#isClosed = true;
      this.#news();
    });
  }

  send(message: unknown): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  write(bytes: string | Buffer): void {
    this.child.stdin.write(bytes);
  }

  /** A connection of the 2025 era. */
  async initialize(): Promise<void> {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    };
    await this.ask({ jsonrpc: '2.0', id: 'init', method: 'initialize', params });
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  /** Calls run_python without waiting. */
  call(id: number | string, code: string, more: Record<string, unknown> = {}): void {
    const params = { name: 'run_python', arguments: { code, ...more } };
    this.send({ jsonrpc: '2.0', id, method: 'tools/call', params });
  }

  /** Sends a request and waits for its answer. */
  ask(message: { readonly id: number | string; readonly [name: string]: unknown }): Promise<RawAnswer> {
    this.send(message);
    return this.answerTo(message.id);
  }

  /** The first answer with this id. */
  async answerTo(id: number | string | null): Promise<RawAnswer> {
    const deadline = Date.now() + slow(60_000);
    for (let next = 0; ;) {
      for (; next < this.lines.length; next += 1) {
        const message = JSON.parse(this.lines[next] ?? '') as RawAnswer;
        if (message.id === id && !('method' in message)) return message;
      }
      assert.ok(!this.#isClosed, `it ended without an answer to ${String(id)}: ${this.stderr}`);
      assert.ok(Date.now() < deadline, `no answer to ${String(id)}: ${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#news = resolve;
        setTimeout(resolve, 100);
      });
    }
  }
}

export interface RawAnswer {
  readonly jsonrpc: '2.0';
  readonly id: number | string | null;
  readonly method?: string;
  readonly result?: Record<string, unknown> & { readonly structuredContent?: StructuredResult };
  readonly error?: { readonly code: number; readonly message: string };
}
