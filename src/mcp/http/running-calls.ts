// The calls of one session of the 2025 era that have no answer yet. There, a client that has gone does not end its call: the call
// keeps its place among those that are served at once until it has ended, so that nobody gets more of them by hanging up.
import {
  isJSONRPCResponse,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

export class RunningCalls {
  /** What ends each; more than one where a client has used an id twice. */
  readonly #ends = new Map<RequestId, readonly (() => void)[]>();

  get size(): number {
    return this.#ends.size;
  }

  /** @returns what takes it out again, where it was not begun */
  add(id: RequestId, end: () => void): () => void {
    this.#ends.set(id, [...(this.#ends.get(id) ?? []), end]);
    return () => {
      this.#keep(
        id,
        (this.#ends.get(id) ?? []).filter((one) => one !== end),
      );
      end();
    };
  }

  /** @param message any that the server has sent */
  noteAnswer(message: JSONRPCMessage): void {
    if (!isJSONRPCResponse(message) || message.id === undefined) return;
    const [end, ...others] = this.#ends.get(message.id) ?? [];
    this.#keep(message.id, others);
    end?.();
  }

  #keep(id: RequestId, ends: readonly (() => void)[]): void {
    if (ends.length === 0) this.#ends.delete(id);
    else this.#ends.set(id, ends);
  }

  /** With their session. */
  endAll(): void {
    for (const ends of this.#ends.values()) for (const end of ends) end();
    this.#ends.clear();
  }
}

/**
 * The server answers no request that was cancelled, and the stream that waits for the answer would stay open as long as its
 * client: an error ends it, which a client ignores as the specification asks (2025-11-25, "Cancellation").
 */
export async function endStream(transport: Transport, id: RequestId): Promise<void> {
  const error = { code: -32_000, message: 'the request was cancelled' };
  try {
    await transport.send({ jsonrpc: '2.0', id, error });
  } catch {
    // It has its answer already, or never was.
  }
}

const idSchema = z.union([z.string(), z.number()]);
const cancelled = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: idSchema }),
});
const call = z.object({ method: z.literal('tools/call'), id: idSchema });

/** @param body of a request: a message, or several */
export function listCancelled(body: unknown): readonly RequestId[] {
  return listMessages(body).flatMap((message) => cancelled.safeParse(message).data?.params.requestId ?? []);
}

/** @param body of a request: a message, or several */
export function listCalls(body: unknown): readonly RequestId[] {
  return listMessages(body).flatMap((message) => call.safeParse(message).data?.id ?? []);
}

const listMessages = (body: unknown): readonly unknown[] => (Array.isArray(body) ? body : [body]);
