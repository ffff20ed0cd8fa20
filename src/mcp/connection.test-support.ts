// One connection to a server in this process, in either era of the protocol, spoken to line by line.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { CallToolResult } from '@modelcontextprotocol/server';
import {
  makeMemoryExecutor,
  MemoryKeeper,
  pythonEnvironment,
} from '../services/python/memory-keeper.test-support.js';
import { noSecrets } from '../core/no-secrets.js';
import { PythonService } from '../services/python/python-service.js';
import type { McpService } from './mcp-service.js';
import { toPythonMcpService } from './python-mcp-service.js';
import { serveStdio } from './serve-stdio.js';

export type Era = '2025-11-25' | '2026-07-28';

export interface Called {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly raw: CallToolResult;
}

export interface Told {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

interface ErrorBody {
  readonly code: number;
  readonly message: string;
}

/**
 * @param most sessions at once
 * @param facts what the jail prints when it is asked what it is, and when
 */
export function openMemoryService(most?: number, facts?: Promise<string>): PythonService {
  const onProblem = (error: unknown): void => {
    throw error;
  };
  return new PythonService(
    { environment: pythonEnvironment, limits: {}, strict: false, onProblem },
    makeMemoryExecutor(new MemoryKeeper(most), facts),
  );
}

export class Connection {
  /** Notifications, in their order. */
  readonly told: Told[] = [];
  readonly #input = new PassThrough();
  readonly #waiting = new Map<number, (answer: { result?: unknown; error?: ErrorBody }) => void>();
  readonly #era: Era;
  #asked = 0;

  constructor(services: readonly McpService[], era: Era = '2025-11-25') {
    this.#era = era;
    const output = new PassThrough();
    const onError = (error: Error): void => {
      throw error;
    };
    serveStdio({ services, redactor: noSecrets, onError }, this.#input, output);
    createInterface({ input: output }).on('line', (line) => {
      const message = JSON.parse(line) as Told | { id: number; result?: unknown; error?: ErrorBody };
      if ('method' in message) this.told.push(message);
      else this.#waiting.get(message.id)?.(message);
    });
  }

  /** @returns itself, ready for requests */
  async initialize(): Promise<this> {
    if (this.#era === '2026-07-28') return this;
    await this.ask('initialize', {
      protocolVersion: this.#era,
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    this.#input.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return this;
  }

  async ask<Result>(method: string, params: object = {}): Promise<Result> {
    const { result, error } = await this.send(method, params);
    assert.equal(error, undefined, JSON.stringify(error));
    return result as Result;
  }

  /** The error that answers it. */
  async askWrongly(method: string, params: object = {}): Promise<ErrorBody> {
    const { error, result } = await this.send(method, params);
    assert.ok(error !== undefined, JSON.stringify(result));
    return error;
  }

  /** Without waiting; the promise is that of the answer. */
  send(method: string, params: object = {}): Promise<{ result?: unknown; error?: ErrorBody }> {
    this.#asked += 1;
    const id = this.#asked;
    const message = { jsonrpc: '2.0', id, method, params: { ...params, ...this.#envelope } };
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#input.write(`${JSON.stringify(message)}\n`);
    });
  }

  async call(name: string, args: object = {}): Promise<Called> {
    const raw = await this.ask<CallToolResult>('tools/call', { name, arguments: args });
    const [first] = raw.content;
    assert.equal(first?.type, 'text');
    return { raw, text: first.text, fields: raw.structuredContent as Called['fields'] };
  }

  /** Its id. */
  async create(): Promise<string> {
    const { fields } = await this.call('create_session');
    return (fields['session'] as { session_id: string }).session_id;
  }

  end(): void {
    this.#input.end();
  }

  get #envelope(): object {
    if (this.#era === '2025-11-25') return {};
    return {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': this.#era,
        'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    };
  }
}

/** @param patienceMs for what the jail says of itself */
export const connect = (service = openMemoryService(), era?: Era, patienceMs?: number): Promise<Connection> =>
  new Connection([toPythonMcpService(service, null, patienceMs)], era).initialize();
