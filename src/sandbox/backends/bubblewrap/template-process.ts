// The bubblewrap process with the template in it, and its lines of JSON (guest/pymcp_guest/template.py).
// The template runs no guest code: what it says is trusted, but a line that does not fit still ends it.
import { PymcpError } from '../../../core/errors.js';
import { isWithin, sleep } from '../../../host/clock.js';
import { familyOf, isAlive } from '../../../host/process-tree.js';
import { scarcityHint } from '../../../host/scarcity-hint.js';
import { type ProcessEnd, type SpawnedProcess, spawnProcess } from '../../../host/spawn-process.js';
import type { Identity } from '../../../host/process-identity.js';
import { Fork } from './fork.js';
import { toLayerError } from './layer-hints.js';
import { parseTemplateEvent, type TemplateEvent } from './template-event.js';
import type { LaunchPlan, TemplatePlan } from './template-plan.js';

export interface TemplateStart {
  /** The program that is, or becomes, bubblewrap, and its arguments. */
  readonly command: readonly string[];
  /** What it can read from descriptor 3. */
  readonly options: Buffer | null;
  readonly identity: Identity | null;
  /** Its whole environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const startTimeoutMs = 60_000;
/**
 * A sandbox whose init does not die of SIGKILL this fast takes its template with it, and so all others. Long, because a
 * guest can make dying slow: page tables of 170 MB, taken down with the share of one processor, took 6 s.
 */
const forkKillTimeoutMs = 60_000;
const stopTimeoutMs = 3_000;
const goneRounds = 200;
const mostStderr = 8192;

export class TemplateProcess {
  /** Host process id of bubblewrap. */
  readonly pid: number;
  /** Resolves when bubblewrap has gone, with every process below it. */
  readonly ended: Promise<ProcessEnd>;
  readonly #process: SpawnedProcess;
  readonly #forks = new Map<number, Fork>();
  #stderr = '';
  #pending = '';
  #gone = false;
  #awaited: { resolve: (event: TemplateEvent) => void; reject: (error: Error) => void } | null = null;

  constructor(start: TemplateStart) {
    const [file = '', ...args] = start.command;
    this.#process = spawnProcess({
      file,
      args,
      // FACTS: --clearenv would leave bubblewrap's own environment readable at /proc/1/environ inside.
      env: start.env ?? {},
      identity: start.identity,
      inputs: start.options === null ? [] : [start.options],
    });
    this.pid = this.#process.pid;
    this.ended = this.#process.ended.then((end) => {
      this.#fail(end);
      return end;
    });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-mostStderr);
    });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#read(text);
    });
  }

  /** Resolves when the template's first line is there: it has imported nothing yet and waits for its plan. */
  async waitForHello(): Promise<void> {
    await this.#awaitEvent('hello');
  }

  /** Sends the plan; resolves when everything is preloaded. @throws PymcpError `jail.layer-failed` where it is not fit to be forked from */
  async setUp(plan: TemplatePlan): Promise<{ landlockAbi: number; preloadFailures: readonly string[] }> {
    this.#send(plan);
    return this.#awaitEvent('up');
  }

  /** Asks for a fork. `ended` resolves when it has ended and been reaped, also when the template dies. */
  fork(plan: LaunchPlan): Fork {
    const fork = new Fork(plan.id, (order) => {
      if (this.#forks.has(plan.id)) this.#send(order);
    });
    if (this.#gone) fork.end({ agentStatus: null, initStatus: null });
    else {
      this.#forks.set(plan.id, fork);
      this.#send({ launch: plan });
    }
    return fork;
  }

  /** What it last wrote to stderr, for an error message. */
  get lastWords(): string {
    return this.#stderr.trim();
  }

  get isGone(): boolean {
    return this.#gone;
  }

  kill(): void {
    this.#process.kill();
  }

  /** Kills one fork; where it does not go, the whole template. Resolves when it has gone. */
  async endFork(fork: Fork): Promise<void> {
    fork.kill();
    await this.#killUnless(fork.ended, forkKillTimeoutMs);
  }

  /**
   * Ends the template and with it every sandbox. Without its input the template leaves by itself, and bubblewrap leaves
   * after the last process of its pid namespace has; killed, it would leave before them.
   */
  async stop(): Promise<void> {
    const family = familyOf(this.pid);
    this.#process.stdin.end();
    await this.#killUnless(this.ended, stopTimeoutMs);
    for (let round = 0; round < goneRounds && family.some((pid) => pid > 0 && isAlive(pid)); round += 1)
      await sleep(10);
  }

  async #killUnless(gone: Promise<unknown>, timeoutMs: number): Promise<void> {
    if (!(await isWithin(gone, timeoutMs))) this.#process.kill();
    await gone;
  }

  #send(message: object): void {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async #awaitEvent<Kind extends 'hello' | 'up'>(
    kind: Kind,
  ): Promise<Extract<TemplateEvent, { event: Kind }>> {
    const timer = setTimeout(() => {
      this.#process.kill();
    }, startTimeoutMs);
    try {
      const event = await new Promise<TemplateEvent>((resolve, reject) => {
        if (this.#gone) reject(this.#startError('ended at once'));
        this.#awaited = { resolve, reject };
      });
      if (event.event !== kind) throw this.#startError(`said ${event.event} before ${kind}`);
      return event as Extract<TemplateEvent, { event: Kind }>;
    } finally {
      clearTimeout(timer);
    }
  }

  #read(text: string): void {
    this.#pending += text;
    for (;;) {
      const end = this.#pending.indexOf('\n');
      if (end === -1) return;
      const line = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + 1);
      const event = parseTemplateEvent(line);
      if (event !== null) this.#obey(event);
      else {
        // Something at the interpreter's start prints to stdout: nothing after it could be relied on.
        this.#stderr += `\nthe template wrote a line that is no message: ${line.slice(0, 200)}`;
        this.#process.kill();
      }
    }
  }

  #obey(event: TemplateEvent): void {
    if (event.event === 'hello' || event.event === 'up' || event.event === 'failed') {
      const awaited = this.#awaited;
      this.#awaited = null;
      if (event.event === 'failed') awaited?.reject(toLayerError(event.layer, event.reason));
      else awaited?.resolve(event);
      return;
    }
    const fork = this.#forks.get(event.id);
    if (event.event === 'ended' || event.event === 'unborn') this.#forks.delete(event.id);
    fork?.take(event);
  }

  #fail(end: ProcessEnd): void {
    this.#gone = true;
    this.#awaited?.reject(this.#startError(describeEnd(end)));
    this.#awaited = null;
    for (const fork of this.#forks.values()) fork.end({ agentStatus: null, initStatus: null });
    this.#forks.clear();
  }

  #startError(what: string): PymcpError {
    const words = this.lastWords === '' ? '' : `: ${this.lastWords}`;
    return new PymcpError('jail.start-failed', `the outer jail ${what}${words}`, startHint(what + words));
  }
}

function describeEnd(end: ProcessEnd): string {
  switch (end.kind) {
    case 'exited':
      return `ended with exit code ${end.code}`;
    case 'signalled':
      return `was ended by ${end.signal}`;
    case 'not-started':
      return `could not be started (${end.reason})`;
  }
}

/** What usually lies behind bubblewrap's own messages. */
function startHint(words: string): string {
  if (/workspace could not be shown/.test(words)) {
    return 'its file system has no idmapped mounts: run pymcp as the owner of the workspace, e.g. runuser -u OWNER -- pymcp …';
  }
  if (/uid map|user namespace|creating new namespace|No permissions/i.test(words)) {
    return 'this machine restricts user namespaces; `pymcp doctor` says which setting it is and how to allow bubblewrap';
  }
  if (/Unknown option/.test(words)) {
    return 'bubblewrap is too old: install 0.7.0 or newer (Debian 12, Ubuntu 24.04)';
  }
  return scarcityHint(words, 'run `pymcp doctor` to see what this machine lacks');
}
