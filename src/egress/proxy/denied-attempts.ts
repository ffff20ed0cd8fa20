// What a run was denied, for its result: `network: denied […]`. Each host once, and no more of them than somebody reads.

export interface DeniedAttempt {
  readonly host: string;
  readonly port: number;
  readonly why: string;
  readonly count: number;
}

const mostShown = 32;

export class DeniedAttempts {
  readonly #attempts = new Map<string, DeniedAttempt>();

  add({ host, port, why }: Omit<DeniedAttempt, 'count'>): void {
    const key = `${host} ${port}`;
    const before = this.#attempts.get(key);
    if (before === undefined && this.#attempts.size >= mostShown) return;
    this.#attempts.set(key, { host, port, why: before?.why ?? why, count: (before?.count ?? 0) + 1 });
  }

  list(): readonly DeniedAttempt[] {
    return [...this.#attempts.values()];
  }
}
