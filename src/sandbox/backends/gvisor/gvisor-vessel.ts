// One runsc sandbox, from its start to its end: this process's child, with all of its processes below it.
import { sleep } from '../../../host/clock.js';
import { killProcess } from '../../../host/cgroup-fs.js';
import { startTimeOf } from '../../../host/start-time.js';
import { familyOf, isAlive } from '../../../host/process-tree.js';
import { removeStrangeTree } from '../../../host/remove-strange-tree.js';
import { type SpawnedProcess, spawnProcess } from '../../../host/spawn-process.js';
import type { Identity } from '../../../host/process-identity.js';
import type { SandboxUse } from '../../watchdog/measure-sandbox.js';
import type { Vessel } from '../standalone/vessel.js';
import { measureGvisor } from './measure-gvisor.js';

export interface GvisorStart {
  readonly command: readonly string[];
  /** null: as this process. */
  readonly identity: Identity | null;
  /** For its stdin, after the word to go on: guest/start_standalone.py. */
  readonly plan: string;
  /** For descriptor 3: guest/start_vessel.py. */
  readonly ground: Buffer;
  /** Its own, removed at the end. */
  readonly folder: string;
  /** Where its scratch folders are mounted, for its processes alone. */
  readonly view: string;
}

const mostWords = 8192;
const pauseMs = 5;

export class GvisorVessel implements Vessel {
  readonly hostInit: number;
  readonly group = null;
  readonly ended: Promise<void>;
  readonly #process: SpawnedProcess;
  readonly #plan: string;
  readonly #folder: string;
  readonly #view: string;
  /** Every process that was seen below it: those of a parent that has gone are nobody's children any more. With its start time. */
  readonly #seen = new Map<number, string>();
  #words = '';
  #isOver = false;

  constructor({ command, identity, plan, ground, folder, view }: GvisorStart) {
    const [file = '', ...args] = command;
    this.#process = spawnProcess({ file, args, env: {}, identity, inputs: [ground] });
    this.#folder = folder;
    this.#view = view;
    this.hostInit = this.#process.pid;
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#words = (this.#words + text).slice(-mostWords);
      });
    this.#plan = plan;
    this.ended = this.#awaitEnd();
  }

  /** It is where it is to be: until this word it has done nothing. */
  go(): void {
    this.#process.stdin.end(`.${this.#plan}`);
  }

  get lastWords(): string {
    return this.#words.trim();
  }

  listProcesses(): readonly number[] {
    this.#look();
    return this.#living();
  }

  measure(budgetBytes: number): SandboxUse {
    return measureGvisor(this, budgetBytes, this.#view);
  }

  /** It covers what leads to us itself. */
  withdraw(): Promise<void> {
    return Promise.resolve();
  }

  kill(): void {
    if (this.#isOver) return;
    // Children first: with their parent gone, nobody would know whose they were.
    for (const pid of [...this.listProcesses()].reverse()) killProcess(pid);
    this.#process.kill();
  }

  async clear(): Promise<void> {
    await removeStrangeTree(this.#folder);
  }

  #look(): void {
    if (this.#isOver || this.hostInit === 0) return;
    for (const pid of familyOf(this.hostInit)) {
      const started = startTimeOf(pid);
      if (started !== null) this.#seen.set(pid, started);
    }
  }

  /** A pid that somebody else has by now is not among them. */
  #living(): number[] {
    return [...this.#seen]
      .filter(([pid, started]) => isAlive(pid) && startTimeOf(pid) === started)
      .map(([pid]) => pid);
  }

  async #awaitEnd(): Promise<void> {
    await this.#process.ended;
    // Each is killed when its parent ends (PDEATHSIG), and that takes a moment.
    for (let living = this.#living(); living.length > 0; living = this.#living()) {
      living.forEach(killProcess);
      await sleep(pauseMs);
    }
    this.#isOver = true;
  }
}
