// What the gateway presents for each host, made once and kept while it is asked for: a guest may ask for as many hosts as a star lets
// it, and the oldest go.

export class LeafContexts<Context> {
  readonly #make: (host: string) => Context;
  readonly #most: number;
  /** The one that was used last is the last. */
  readonly #contexts = new Map<string, Context>();

  constructor(make: (host: string) => Context, most: number) {
    this.#make = make;
    this.#most = most;
  }

  get size(): number {
    return this.#contexts.size;
  }

  get(host: string): Context {
    const context = this.#contexts.get(host) ?? this.#make(host);
    this.#contexts.delete(host);
    this.#contexts.set(host, context);
    const [oldest] = this.#contexts.keys();
    if (this.#contexts.size > this.#most && oldest !== undefined) this.#contexts.delete(oldest);
    return context;
  }
}
