// One fork of the template as the gateway sees it: its init, its agent, and the copies of it that share its namespaces.
// A pid of a copy is the guest's word; what the template tells of it is what pid 1 of the sandbox saw.

/** How one sandbox ended: wait statuses (wait(2)), null where unknown. */
export interface ForkEnd {
  readonly agentStatus: number | null;
  readonly initStatus: number | null;
}

/** Why there is no process: no namespace, descriptor or process was to be had. */
export interface Unborn {
  readonly layer: string;
  readonly reason: string;
}

/** What the template tells of a fork. */
export type ForkEvent =
  | { readonly event: 'born'; readonly id: number; readonly init: number }
  | ({ readonly event: 'unborn'; readonly id: number } & Unborn)
  | ({ readonly event: 'ended'; readonly id: number } & ForkEnd)
  | {
      readonly event: 'copying';
      readonly id: number;
      readonly member: number;
      readonly failure: string | null;
    }
  | { readonly event: 'interrupted'; readonly id: number; readonly pid: number }
  | { readonly event: 'left'; readonly id: number; readonly pid: number; readonly status: number | null };

/** The pid that stands for the agent in what is told to the template. */
export const agentPid = 0;

type Settle<Value> = (value: Value) => void;

export class Fork {
  readonly id: number;
  /** Resolves when its init has been reaped: every process of it is gone. Never rejects. */
  readonly ended: Promise<ForkEnd>;
  readonly #send: (order: object) => void;
  readonly #leaving = new Map<number, Settle<number | null>>();
  readonly #interrupting: { readonly pid: number; readonly settle: () => void }[] = [];
  readonly #copying = new Map<number, Settle<string | null>>();
  #settle: Settle<ForkEnd> = () => undefined;
  #init: number | null = null;
  #unborn: Unborn | null = null;

  /** @param send to the template; does nothing where the fork has ended */
  constructor(id: number, send: (order: object) => void) {
    this.id = id;
    this.#send = send;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Pid of its init as the template sees it; null while it is not born, or has ended. */
  get init(): number | null {
    return this.#init;
  }

  /** null where it was born, or not yet. */
  get unborn(): Unborn | null {
    return this.#unborn;
  }

  kill(): void {
    this.#send({ kill: this.id });
  }

  /** SIGINT to a member; resolves when it was sent, or nobody is there to get it. */
  interrupt(pid: number): Promise<void> {
    return this.#unlessEnded((settle) => {
      this.#interrupting.push({ pid, settle });
      this.#send({ interrupt: this.id, pid });
    });
  }

  /** SIGKILL to a member and what it has started. */
  endMember(pid: number): void {
    this.#send({ end: this.id, pid });
  }

  /** Hands a member the descriptors for a copy of it. Resolves with null, or with why there will be no copy. */
  async giveForCopy(giver: number, member: number, token: string): Promise<string | null> {
    const failure = await this.#unlessEnded<string | null>((settle) => {
      this.#copying.set(member, settle);
      this.#send({ copy: this.id, giver, member, token });
    });
    return failure === undefined ? 'the session has ended' : failure;
  }

  /** There will be no such copy: the template keeps nothing for it. */
  forgetCopy(member: number): void {
    this.#copying.delete(member);
    this.#send({ forget: this.id, member });
  }

  /** Resolves with the wait status of the agent when it has ended, alone or with everything; null where nobody saw it. */
  whenAgentLeft(): Promise<number | null> {
    return Promise.race([
      new Promise<number | null>((resolve) => {
        this.#leaving.set(agentPid, resolve);
      }),
      this.ended.then(({ agentStatus }) => agentStatus),
    ]);
  }

  /** Resolves with the wait status of a copy when it has ended, null where nobody saw it. */
  async whenLeft(pid: number, member: number): Promise<number | null> {
    const status = await this.#unlessEnded<number | null>((settle) => {
      this.#leaving.set(pid, settle);
      this.#send({ watch: this.id, pid, member });
    });
    return status ?? null;
  }

  take(event: ForkEvent): void {
    switch (event.event) {
      case 'born':
        this.#init = event.init;
        return;
      case 'unborn':
        this.#unborn = event;
        this.end({ agentStatus: null, initStatus: null });
        return;
      case 'ended':
        this.end(event);
        return;
      case 'copying':
        this.#copying.get(event.member)?.(event.failure);
        this.#copying.delete(event.member);
        return;
      case 'interrupted': {
        const index = this.#interrupting.findIndex(({ pid }) => pid === event.pid);
        if (index !== -1) this.#interrupting.splice(index, 1)[0]?.settle();
        return;
      }
      case 'left':
        this.#leaving.get(event.pid)?.(event.status);
        this.#leaving.delete(event.pid);
        return;
    }
  }

  end(end: ForkEnd): void {
    this.#init = null;
    this.#settle(end);
  }

  /** Resolves with undefined where the whole fork ends first. */
  #unlessEnded<Value>(ask: (settle: Settle<Value>) => void): Promise<Value | undefined> {
    return Promise.race([
      new Promise<Value>((resolve) => {
        ask(resolve);
      }),
      this.ended.then(() => undefined),
    ]);
  }
}
