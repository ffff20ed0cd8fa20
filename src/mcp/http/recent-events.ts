// What was sent lately to one session of the protocol, so that a client that lost its connection gets the rest of an answer
// (specification 2025-11-25, "Resumability and Redelivery"). Bounded: who comes back late gets what is still there.
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

const mostEvents = 512;
const mostCharacters = 1024 * 1024;

interface StoredEvent {
  readonly number: number;
  readonly streamId: string;
  /** As it was sent. */
  readonly text: string;
}

export class RecentEvents implements EventStore {
  readonly #events: StoredEvent[] = [];
  readonly #onSent: (message: JSONRPCMessage) => void;
  #count = 0;
  #characters = 0;

  /** @param onSent told of every message, whether or not somebody is there to read it */
  constructor(onSent: (message: JSONRPCMessage) => void = () => undefined) {
    this.#onSent = onSent;
  }

  storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    this.#onSent(message);
    this.#count += 1;
    const text = JSON.stringify(message);
    this.#events.push({ number: this.#count, streamId, text });
    this.#characters += text.length;
    while (this.#events.length > mostEvents || this.#characters > mostCharacters)
      this.#characters -= this.#events.shift()?.text.length ?? 0;
    return Promise.resolve(`${this.#count}:${streamId}`);
  }

  getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return Promise.resolve(parseId(eventId)?.streamId);
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { readonly send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const last = parseId(lastEventId);
    if (last === null) throw new Error('the event id is none of ours');
    for (const { number, streamId, text } of [...this.#events]) {
      // `{}` begins a stream and says nothing.
      if (streamId !== last.streamId || number <= last.number || text === '{}') continue;
      await send(`${number}:${streamId}`, JSON.parse(text) as JSONRPCMessage);
    }
    return last.streamId;
  }
}

function parseId(text: string): { readonly number: number; readonly streamId: string } | null {
  const [, number, streamId] = /^(\d{1,15}):([\w-]{1,64})$/.exec(text) ?? [];
  return number === undefined || streamId === undefined ? null : { number: Number(number), streamId };
}
