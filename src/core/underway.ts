// What has begun and has not ended yet, for those who may not end before it has.

export class Underway {
  readonly #work = new Set<Promise<unknown>>();

  /** Returns what it is given. */
  add<Value>(work: Promise<Value>): Promise<Value> {
    this.#work.add(work);
    const leave = (): void => {
      this.#work.delete(work);
    };
    work.then(leave, leave);
    return work;
  }

  /** Resolves when all of it has ended, however it did, and what began meanwhile as well. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }
}
