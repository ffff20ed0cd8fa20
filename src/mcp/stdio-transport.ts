// MCP over two streams, one message a line (specification, "stdio"). Ours and not the library's, because every line gets
// its answer here, a line that is too long ends nobody, and whoever serves learns that the client has gone.
import type { Readable, Writable } from 'node:stream';
import {
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import { LineSplitter } from './line-splitter.js';
import { type ErrorAnswer, parseMessage } from './parse-message.js';

/** Room for the largest program and its files, escaped. */
const mostLineBytes = 64 * 1024 * 1024;
/** What a client has not read yet before we read no more of it. */
const mostUnreadBytes = 64 * 1024 * 1024;
/** After the end of its input a client still gets what it asked about us, but no run. */
const lastAnswersMs = 1_000;

export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  /** Resolves when the client has gone or the transport was closed. */
  readonly closed: Promise<void>;
  /** Resolves when the client will say nothing more. */
  readonly inputEnded: Promise<void>;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines = new LineSplitter(mostLineBytes);
  /** Requests without an answer, but for tool calls. */
  readonly #questions = new Set<RequestId>();
  readonly #calls = new Set<RequestId>();
  readonly #observe: (message: JSONRPCMessage) => void;
  #isClosed = false;
  #inputEnded = false;
  #resolveClosed: () => void = () => undefined;
  #resolveInputEnded: () => void = () => undefined;

  /** @param observe told of each message before it is handled */
  constructor(
    input: Readable,
    output: Writable,
    observe: (message: JSONRPCMessage) => void = () => undefined,
  ) {
    this.#observe = observe;
    this.#input = input;
    this.#output = output;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.inputEnded = new Promise((resolve) => {
      this.#resolveInputEnded = resolve;
    });
  }

  /** Calls of tools that wait for their answer; one that was cancelled gets none. */
  get calls(): number {
    return this.#calls.size;
  }

  start(): Promise<void> {
    this.#input.on('data', this.#read).on('end', this.#endInput).on('close', this.#endInput);
    this.#input.on('error', this.#endInput);
    this.#output.on('error', this.#leave).on('close', this.#leave);
    return Promise.resolve();
  }

  /** Resolves when it was handed to the operating system. */
  send(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCResponse(message)) this.#forget(message.id);
    const sent = this.#write(message);
    if (this.#inputEnded && this.#questions.size === 0) void sent.finally(this.#leave);
    return sent;
  }

  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    this.#input.off('data', this.#read).pause();
    this.onclose?.();
    this.#resolveClosed();
    return Promise.resolve();
  }

  #write(message: JSONRPCMessage | ErrorAnswer): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const sent = new Promise<void>((resolve, reject) => {
      this.#output.write(`${JSON.stringify(message)}\n`, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
    this.#holdBackWhileUnread();
    return sent;
  }

  #holdBackWhileUnread(): void {
    if (this.#output.writableLength < mostUnreadBytes || this.#input.isPaused()) return;
    this.#input.pause();
    this.#output.once('drain', () => {
      if (!this.#isClosed) this.#input.resume();
    });
  }

  readonly #read = (chunk: Buffer): void => {
    for (const line of this.#lines.push(chunk)) {
      const parsed = parseMessage(line);
      if (parsed.kind === 'message') this.#receive(parsed.message);
      if (parsed.kind === 'answer') void this.#write(parsed.answer).catch(this.#leave);
    }
  };

  #receive(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message))
      (message.method === 'tools/call' ? this.#calls : this.#questions).add(message.id);
    if ('method' in message && message.method === 'notifications/cancelled')
      this.#forget(message.params?.['requestId']);
    this.#observe(message);
    this.onmessage?.(message);
  }

  #forget(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return;
    this.#questions.delete(id);
    this.#calls.delete(id);
  }

  readonly #endInput = (): void => {
    if (this.#inputEnded) return;
    this.#inputEnded = true;
    this.#resolveInputEnded();
    if (this.#questions.size === 0) this.#leave();
    else setTimeout(this.#leave, lastAnswersMs).unref();
  };

  readonly #leave = (): void => {
    void this.close();
  };
}
