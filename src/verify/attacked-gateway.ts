// A gateway of our own in a process of its own, to be attacked: starts it, gives it runs, sees what it holds of the machine.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { isWithin, monotonicMs, sleep } from '../host/clock.js';
import { footprintOf, type GatewayFootprint } from '../host/gateway-footprint.js';
import { packageRoot } from '../host/package-root.js';
import { type SpawnedProcess, spawnProcess } from '../host/spawn-process.js';
import { timePlainPython } from './time-patience.js';
import { encodeLine, LineReader, type Pong, type RunAnswer, type RunOrder } from './wire.js';

export interface GatewayOptions {
  /** The compiled src/verify/gateway-process.ts. */
  readonly program: string;
  readonly workspace: { readonly folder: string; readonly access: 'read-only' | 'writable' } | null;
  readonly environment: Readonly<Record<string, string>>;
}

const nothingKnown: GatewayFootprint = {
  descriptors: 0,
  processes: 0,
  sandboxed: 0,
  mounts: 0,
  groups: [],
  files: [],
};
const warmUpMs = 60_000;
const leaveMs = 5_000;
const lookMs = 100;
const mostLooks = 100;
const warmUps = 3;
/** Characters that are kept of what it writes to stderr. */
const mostSaid = 1024 * 1024;

export interface PlainRun {
  readonly ms: number;
  readonly pythons: number;
}

export class AttackedGateway {
  readonly #process: SpawnedProcess;
  readonly #waiting = new Map<number, (answer: RunAnswer | null) => void>();
  readonly #pings = new Map<number, () => void>();
  #atRest: GatewayFootprint = nothingKnown;
  #plainRun: PlainRun = { ms: 0, pythons: 0 };
  #next = 0;
  #said = '';
  #isGone = false;

  private constructor(spawned: SpawnedProcess) {
    this.#process = spawned;
    const reader = new LineReader();
    spawned.stdout.setEncoding('utf8');
    spawned.stdout.on('data', (text: string) => {
      for (const line of reader.push(text)) this.#settle(JSON.parse(line) as RunAnswer | Pong);
    });
    spawned.stderr.setEncoding('utf8');
    spawned.stderr.on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-mostSaid);
    });
    void spawned.ended.then(() => {
      this.#isGone = true;
      for (const give of this.#waiting.values()) give(null);
      for (const pong of this.#pings.values()) pong();
    });
  }

  /** The caller closes it. @throws PymcpError where nothing runs on this machine */
  static async start(options: GatewayOptions): Promise<AttackedGateway> {
    const { program, workspace, environment } = options;
    const place = workspace === null ? [] : [workspace.folder, workspace.access];
    const spawned = spawnProcess({
      file: process.execPath,
      args: [program, ...place],
      env: environment,
      identity: null,
      inputs: [],
    });
    const gateway = new AttackedGateway(spawned);
    try {
      gateway.#atRest = await gateway.#warmUp();
    } catch (error) {
      await gateway.close();
      throw error;
    }
    return gateway;
  }

  /** What it holds when nothing runs. */
  get atRest(): GatewayFootprint {
    return this.#atRest;
  }

  /**
   * What a plain run took before anything was attacked: with some backends, a start is most of it. By the clock, and in plain Pythons
   * (time-patience.ts): a machine that has more to do later takes longer for both.
   */
  get plainRun(): PlainRun {
    return this.#plainRun;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Null where the gateway has ended. */
  run(order: Omit<RunOrder, 'id'>): Promise<RunAnswer | null> {
    if (this.#isGone) return Promise.resolve(null);
    this.#next += 1;
    const id = this.#next;
    const answer = new Promise<RunAnswer | null>((resolve) => this.#waiting.set(id, resolve));
    this.#process.stdin.write(encodeLine({ id, ...order }));
    return answer;
  }

  /** Milliseconds until it answers at all, whatever runs in it; null where it does not within `mostMs`. */
  async timePing(mostMs: number): Promise<number | null> {
    if (this.#isGone) return null;
    const started = monotonicMs();
    this.#next += 1;
    const id = this.#next;
    const pong = new Promise<void>((resolve) => this.#pings.set(id, resolve));
    this.#process.stdin.write(encodeLine({ id, kind: 'ping' }));
    return (await isWithin(pong, mostMs)) ? monotonicMs() - started : null;
  }

  /** What it has written to stderr since it was asked last. */
  takeSaid(): string {
    const said = this.#said;
    this.#said = '';
    return said;
  }

  /** Milliseconds that a plain run takes; null where it does not come back with what it should within `mostMs`. */
  async timePlainRun(mostMs: number): Promise<number | null> {
    const started = monotonicMs();
    const run = this.run({ code: '6 * 7', files: {}, limits: {} });
    if (!(await isWithin(run, mostMs))) return null;
    const answer = await run;
    return isServed(answer) ? monotonicMs() - started : null;
  }

  footprint(): GatewayFootprint {
    return footprintOf(this.pid);
  }

  /** Takes everything with it. */
  async close(): Promise<void> {
    this.#process.stdin.end();
    if (!(await isWithin(this.#process.ended, leaveMs))) this.#process.kill();
    await this.#process.ended;
  }

  async #warmUp(): Promise<GatewayFootprint> {
    for (let count = 0; count < warmUps; count += 1) {
      const [tookMs, pythonMs] = await Promise.all([this.timePlainRun(warmUpMs), timePlainPython()]);
      if (tookMs === null) throw await this.#explain();
      this.#plainRun = { ms: tookMs, pythons: tookMs / pythonMs };
    }
    return settledFootprint(() => this.footprint());
  }

  async #explain(): Promise<PymcpError> {
    const answer = await this.run({ code: '1', files: {}, limits: {} });
    const why = answer?.kind === 'refused' || answer?.kind === 'fault' ? answer.message : 'it has ended';
    return new PymcpError('jail.start-failed', `nothing can be attacked here: ${why}`, 'run: pymcp doctor');
  }

  #settle(answer: RunAnswer | Pong): void {
    if (answer.kind === 'pong') {
      this.#pings.get(answer.id)?.();
      this.#pings.delete(answer.id);
      return;
    }
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }
}

/** A program may make its workspace one that is refused from then on (SECURITY.md): that is an answer, too. */
function isServed(answer: RunAnswer | null): boolean {
  if (answer?.kind === 'refused') return answer.code.startsWith('workspace.');
  const isRight = answer?.kind === 'result' && answer.result.outcome.status === 'completed';
  return isRight && answer.result.outcome.value === '42';
}

/** The last processes of a run go after its answer: none of them is there, and the same is seen twice in a row. */
async function settledFootprint(look: () => GatewayFootprint): Promise<GatewayFootprint> {
  let before = '';
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const now = look();
    if (now.sandboxed === 0 && JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
    await sleep(lookMs);
  }
  throw new PymcpError('jail.start-failed', 'a plain run does not come to its end here', 'run: pymcp doctor');
}

/** Where the compiled gateway is, in an installed package. */
export const installedGateway = (): string => join(packageRoot(), 'dist/verify/gateway-process.js');
