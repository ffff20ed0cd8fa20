// One conversation with the language server, in JSON-RPC 2.0. Its answers are hostile bytes: whoever asks parses them.
// Everything that is held for it is bounded; what breaks the rules ends it, and every question that waits fails.
import type { Readable, Writable } from 'node:stream';
import { PymcpError } from '../../../core/errors.js';
import { startTimer } from '../../../host/clock.js';
import { encodeMessage, MessageDecoder } from './message-decoder.js';

export interface LspStreams {
  readonly input: Writable;
  readonly output: Readable;
}

/** What the server may ask of us, and what it is told. */
export type AnswerServer = (method: string, params: unknown) => unknown;

type Reply = { readonly result: unknown } | { readonly error: Error };

interface RpcMessage {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: unknown } | null;
}

const mostWaiting = 256;
/** For giving up a question. */
const mostGraceMs = 2_000;

export class LspConnection {
  /** Resolves with the reason when it is over. */
  readonly ended: Promise<string>;
  readonly #input: Writable;
  readonly #answer: AnswerServer;
  readonly #decoder = new MessageDecoder();
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #lastId = 0;
  #over: string | null = null;
  #end: (reason: string) => void = () => undefined;

  constructor({ input, output }: LspStreams, answer: AnswerServer) {
    this.#input = input;
    this.#answer = answer;
    this.ended = new Promise((resolve) => {
      this.#end = (reason) => {
        if (this.#over !== null) return;
        this.#over = reason;
        output.destroy();
        for (const settle of this.#waiting.values()) settle({ error: toLost(reason) });
        this.#waiting.clear();
        resolve(reason);
      };
    });
    output.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    for (const event of ['end', 'close', 'error'])
      output.on(event, () => {
        this.#end('it has ended');
      });
    input.on('error', () => {
      this.#end('it reads nothing any more');
    });
  }

  get isOver(): boolean {
    return this.#over !== null;
  }

  notify(method: string, params: object): void {
    if (this.#over === null) this.#input.write(encodeMessage({ jsonrpc: '2.0', method, params }));
  }

  /**
   * Whoever asks is answered within the time: what takes longer is cancelled, and a server that does not obey that is ended.
   * @throws PymcpError `code.server-failed` where it has ended or does not answer in time, `code.server-refused`, `gateway.cancelled`
   */
  async request(
    method: string,
    params: object | null,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    if (this.#over !== null) throw toLost(this.#over);
    refuseIfCancelled(signal);
    if (this.#waiting.size >= mostWaiting) throw toLost('it is asked too much at once');
    const id = (this.#lastId += 1);
    const reply = new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    this.#input.write(encodeMessage({ jsonrpc: '2.0', id, method, ...(params === null ? {} : { params }) }));
    const graceMs = Math.min(mostGraceMs, timeoutMs / 10);
    try {
      const first = await within(reply, timeoutMs - graceMs, signal);
      const last = first ?? (await this.#cancel(id, reply, graceMs));
      refuseIfCancelled(signal);
      if (last === null) throw toLate(method, timeoutMs);
      if ('error' in last) throw last.error;
      return last.result;
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** What it says after all; null where it obeys, and where it does not and was ended. */
  async #cancel(id: number, reply: Promise<Reply>, graceMs: number): Promise<Reply | null> {
    this.notify('$/cancelRequest', { id });
    const last = await within(reply, graceMs);
    // Hung: whoever asks next gets another one.
    if (last === null) this.#end('it did not answer and did not stop either');
    return last === null || 'error' in last ? null : last;
  }

  close(): void {
    this.#end('it was closed');
  }

  #read(chunk: Buffer): void {
    if (this.#over !== null) return;
    try {
      for (const body of this.#decoder.push(chunk)) this.#take(JSON.parse(body) as unknown);
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof SyntaxError)) throw error;
      this.#end(`it broke the rules of its protocol (${error.message})`);
    }
  }

  #take(message: unknown): void {
    if (typeof message !== 'object' || message === null) throw new RangeError('a message that is no object');
    const { id, method, params, result, error } = message as RpcMessage;
    if (typeof method === 'string') this.#obey(id, method, params);
    else if (typeof id !== 'number') throw new RangeError('an answer without a number');
    else
      this.#waiting.get(id)?.(
        error === null || error === undefined ? { result } : { error: toRefused(error.message) },
      );
  }

  #obey(id: unknown, method: string, params: unknown): void {
    const result = this.#answer(method, params);
    if (typeof id === 'number' || typeof id === 'string')
      this.#input.write(encodeMessage({ jsonrpc: '2.0', id, result: result ?? null }));
  }
}

/** null where it takes longer, or the signal comes first. */
async function within(reply: Promise<Reply>, ms: number, signal?: AbortSignal): Promise<Reply | null> {
  const late = startTimer(ms);
  let stop: () => void = () => undefined;
  const stopped = new Promise<null>((resolve) => {
    stop = () => {
      resolve(null);
    };
  });
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    return await Promise.race([reply, late.passed.then(() => null), stopped]);
  } finally {
    late.stop();
    signal?.removeEventListener('abort', stop);
  }
}

function toLate(method: string, timeoutMs: number): PymcpError {
  return new PymcpError(
    'code.server-failed',
    `the language server did not answer ${method} in ${Math.round(timeoutMs)} ms`,
    'ask again: what it has worked out so far is kept where it can be; or ask about something narrower',
  );
}

/** @throws PymcpError `gateway.cancelled` */
export function refuseIfCancelled(signal?: AbortSignal): void {
  if (signal?.aborted === true)
    throw new PymcpError('gateway.cancelled', 'the question was cancelled', 'ask again');
}

function toLost(reason: string): PymcpError {
  return new PymcpError(
    'code.server-failed',
    `the language server is gone: ${reason}`,
    'ask again; another one is started',
  );
}

function toRefused(message: unknown): PymcpError {
  const words = typeof message === 'string' ? message.slice(0, 300) : 'no reason given';
  return new PymcpError(
    'code.server-refused',
    `the language server could not answer: ${words}`,
    'check the place that is asked about, or ask about another one',
  );
}
