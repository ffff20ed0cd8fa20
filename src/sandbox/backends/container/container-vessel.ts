// One container, from its start to its end: guest/start_container.py, a child of ours, and what Podman has made below it.
import { killProcess } from '../../../host/cgroup-fs.js';
import { sleep } from '../../../host/clock.js';
import { familyOf, isAlive } from '../../../host/process-tree.js';
import { removeStrangeTree } from '../../../host/remove-strange-tree.js';
import { type SpawnedProcess, spawnProcess } from '../../../host/spawn-process.js';
import { startTimeOf } from '../../../host/start-time.js';
import { measureSandbox, type SandboxUse } from '../../watchdog/measure-sandbox.js';
import type { Vessel } from '../standalone/vessel.js';
import { ownMemoryBytes } from './container-levels.js';
import type { ContainerPlan } from './container-plan.js';
import { parseContainerEvent } from './container-event.js';
import type { ContainerEvent } from './container-event.js';

export interface ContainerStart {
  readonly command: readonly string[];
  readonly plan: ContainerPlan;
  /** One line, for the sandbox. */
  readonly sandboxPlan: string;
}

const mostWords = 8192;
const pauseMs = 5;

export class ContainerVessel implements Vessel {
  readonly ended: Promise<void>;
  readonly group = null;
  /** What became of the start. Never rejects. */
  readonly started: Promise<ContainerEvent>;
  readonly #process: SpawnedProcess;
  readonly #folder: string;
  #init: { readonly pid: number; readonly startTime: string | null } | null = null;
  #words = '';
  #line = '';
  #isOver = false;

  constructor({ command, plan, sandboxPlan }: ContainerStart) {
    const [file = '', ...args] = command;
    const inputs = [Buffer.from(JSON.stringify(plan))];
    this.#process = spawnProcess({ file, args, env: {}, identity: null, inputs });
    this.#folder = plan.folder;
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-mostWords);
    });
    this.started = this.#awaitStart();
    this.#process.stdin.write(sandboxPlan);
    this.ended = this.#awaitEnd();
  }

  /** Of the container, once it has been started. */
  get hostInit(): number | null {
    return this.#init?.pid ?? null;
  }

  get lastWords(): string {
    return this.#words.trim();
  }

  listProcesses(): readonly number[] {
    return [...new Set([...this.#livingInit(), ...this.#launcher()].flatMap(familyOf))].filter(isAlive);
  }

  /** Its processes are where they are to be: what waits inside for its plan gets it. */
  go(): void {
    this.#process.stdin.write('go\n');
  }

  measure(budgetBytes: number): SandboxUse {
    const { hostInit } = this;
    if (hostInit === null) return { memoryBytes: 0, tasks: 0 };
    return measureSandbox(hostInit, budgetBytes + ownMemoryBytes);
  }

  /** It was handed connections, and nothing that leads to us. */
  withdraw(): Promise<void> {
    return Promise.resolve();
  }

  kill(): void {
    if (this.#isOver) return;
    // The launcher ends Podman and conmon, and then itself.
    for (const pid of this.#livingInit()) killProcess(pid);
    this.#process.stdin.end();
  }

  async clear(): Promise<void> {
    await removeStrangeTree(this.#folder);
  }

  /** A pid that somebody else has by now is nobody's. */
  #livingInit(): number[] {
    if (this.#init === null || startTimeOf(this.#init.pid) !== this.#init.startTime) return [];
    return [this.#init.pid];
  }

  #launcher(): number[] {
    return this.#isOver || this.#process.pid === 0 ? [] : [this.#process.pid];
  }

  #awaitStart(): Promise<ContainerEvent> {
    return new Promise((resolve) => {
      this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
        this.#line = (this.#line + text).slice(0, mostWords);
        const event = parseContainerEvent(this.#line);
        if (event === null) return;
        if (event.event === 'started') this.#init = { pid: event.pid, startTime: startTimeOf(event.pid) };
        resolve(event);
      });
      void this.#process.ended.then((end) => {
        const reason = end.kind === 'not-started' ? end.reason : 'it ended without a word';
        resolve({ event: 'failed', layer: 'engine', reason });
      });
    });
  }

  async #awaitEnd(): Promise<void> {
    await this.#process.ended;
    // Somebody may have killed the launcher: then nobody else ends what it has started.
    for (let living = this.#livingInit().filter(isAlive); living.length > 0;) {
      living.forEach(killProcess);
      await sleep(pauseMs);
      living = this.#livingInit().filter(isAlive);
    }
    this.#isOver = true;
  }
}
