// How often and how much at once a caller may ask, and all callers together. Nothing waits here: what is too much is told
// at once, with the time after which it is worth to ask again.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from './refusal.js';

export interface TurnBounds {
  readonly requestsPerMinute: number;
  readonly totalRequestsPerMinute: number;
  readonly concurrentCalls: number;
  readonly totalConcurrentCalls: number;
}

/** Streams that stay open to hear of changes: for each caller, and in all. */
const mostStreams = 32;
const mostStreamsInAll = 256;

export interface TakenTurn {
  readonly kind: 'taken';
  /** Over, but for who holds it. */
  readonly done: () => void;
  /** Not over before what is returned was called as well. */
  readonly hold: () => () => void;
}

export type Turn = TakenTurn | { readonly kind: 'refused'; readonly refusal: Refusal };

/** `call`: ends with its answer. `stream`: stays open as long as the client wants. */
export type TurnKind = 'call' | 'stream';

export class TurnTaker {
  readonly #own: RateLimiterMemory;
  readonly #total: RateLimiterMemory;
  readonly #most: Readonly<Record<TurnKind, { readonly own: number; readonly total: number }>>;
  readonly #open = { call: new Map<string, number>(), stream: new Map<string, number>() };
  readonly #opened = { call: 0, stream: 0 };

  constructor(bounds: TurnBounds) {
    this.#own = new RateLimiterMemory({ points: bounds.requestsPerMinute, duration: 60 });
    this.#total = new RateLimiterMemory({ points: bounds.totalRequestsPerMinute, duration: 60 });
    this.#most = {
      call: { own: bounds.concurrentCalls, total: bounds.totalConcurrentCalls },
      stream: { own: mostStreams, total: mostStreamsInAll },
    };
  }

  get calls(): number {
    return this.#opened.call;
  }

  get streams(): number {
    return this.#opened.stream;
  }

  /** Counts one request; null: it may go on. */
  async whyTooOften(caller: string): Promise<Refusal | null> {
    const own = await waitFor(this.#own, caller);
    if (own !== null) return tooOften('this token', own);
    const total = await waitFor(this.#total, 'all');
    return total === null ? null : tooOften('all tokens together', total);
  }

  take(caller: string, kind: TurnKind): Turn {
    const mine = this.#open[kind].get(caller) ?? 0;
    const most = this.#most[kind];
    if (mine >= most.own) return refused(tooMany(429, `this token has ${mine} ${nameOf(kind)} open`));
    if (this.#opened[kind] >= most.total)
      return refused(tooMany(503, `there are ${this.#opened[kind]} ${nameOf(kind)} open in all`));
    this.#count(caller, kind, 1);
    let holders = 0;
    const hold = (): (() => void) => {
      holders += 1;
      return once(() => {
        holders -= 1;
        if (holders === 0) this.#count(caller, kind, -1);
      });
    };
    return { kind: 'taken', done: hold(), hold };
  }

  #count(caller: string, kind: TurnKind, change: 1 | -1): void {
    const mine = (this.#open[kind].get(caller) ?? 0) + change;
    if (mine === 0) this.#open[kind].delete(caller);
    else this.#open[kind].set(caller, mine);
    this.#opened[kind] += change;
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

/** Milliseconds until there is room; null where there is. */
async function waitFor(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
}

const nameOf = (kind: TurnKind): string => (kind === 'call' ? 'calls' : 'streams');

const refused = (refusal: Refusal): Turn => ({ kind: 'refused', refusal });

function tooOften(who: string, ms: number): Refusal {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return {
    reason: 'rate',
    status: 429,
    message: `${who} asked too often in this minute`,
    hint: `ask again in ${seconds} seconds, or raise http.requestsPerMinute in the configuration`,
    headers: { 'retry-after': String(seconds) },
  };
}

function tooMany(status: 429 | 503, message: string): Refusal {
  return {
    reason: 'concurrency',
    status,
    message,
    hint: 'wait until one of them has ended, or raise http.concurrentCalls in the configuration',
    headers: { 'retry-after': '1' },
  };
}
