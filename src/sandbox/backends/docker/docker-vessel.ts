// One container of Docker's, from its start to its end.
import type { Duplex } from 'node:stream';
import { killProcess } from '../../../host/cgroup-fs.js';
import { isWithin, sleep } from '../../../host/clock.js';
import { familyOf, isAlive } from '../../../host/process-tree.js';
import { startTimeOf } from '../../../host/start-time.js';
import { measureSandbox, type SandboxUse } from '../../watchdog/measure-sandbox.js';
import type { Vessel } from '../standalone/vessel.js';
import type { Berth } from './berth.js';
import type { DockerDaemon } from './docker-daemon.js';
import { ownMemoryBytes } from './docker-levels.js';
import type { EngineGroup } from './engine-group.js';
import { FrameText } from './frame-text.js';

export interface DockerStart {
  readonly daemon: DockerDaemon;
  readonly id: string;
  /** Host pid of its pid 1, and when that started: another with its number is nobody's. */
  readonly pid: number;
  readonly startTime: string;
  /** Its standard streams. */
  readonly stream: Duplex;
  /** As DockerDaemon.waitRemoved. */
  readonly removed: Promise<void>;
  /** null where the daemon makes none. */
  readonly group: EngineGroup | null;
  /** Closed at the end. */
  readonly berth: Berth;
}

const pauseMs = 5;
/** The daemon removes it by itself where it ends. */
const patienceMs = 5_000;

export class DockerVessel implements Vessel {
  readonly hostInit: number;
  readonly group: EngineGroup | null;
  readonly ended: Promise<void>;
  readonly #start: DockerStart;
  readonly #words = new FrameText();
  #isOver = false;

  constructor(start: DockerStart) {
    this.#start = start;
    this.hostInit = start.pid;
    this.group = start.group;
    start.stream.on('data', (data: Buffer) => {
      this.#words.add(data);
    });
    this.ended = this.#awaitEnd();
  }

  /** What waits inside for its plan gets it. */
  go(plan: string): void {
    this.#start.stream.write(plan);
  }

  get lastWords(): string {
    return this.#words.text.trim();
  }

  listProcesses(): readonly number[] {
    return this.#isInitThere() ? familyOf(this.hostInit).filter(isAlive) : [];
  }

  measure(budgetBytes: number): SandboxUse {
    return measureSandbox(this.hostInit, budgetBytes + ownMemoryBytes);
  }

  /** The folder stays, and there is nothing in it any more. */
  withdraw(what: 'gateway' | 'rest'): Promise<void> {
    return new Promise((resolve) => {
      this.#start.berth.withdraw(what);
      resolve();
    });
  }

  kill(): void {
    if (this.#isOver) return;
    this.group?.kill();
    // All of the pid namespace ends with it.
    this.#endInit();
    this.#start.stream.destroy();
  }

  /** Nothing of it is on this machine. */
  clear(): Promise<void> {
    return Promise.resolve();
  }

  #isInitThere(): boolean {
    return startTimeOf(this.hostInit) === this.#start.startTime && isAlive(this.hostInit);
  }

  /** Whether it is gone, or was told to go; false where it takes the daemon to tell it. */
  #endInit(): boolean {
    try {
      if (this.#isInitThere()) killProcess(this.hostInit);
      return true;
    } catch {
      return false;
    }
  }

  async #awaitEnd(): Promise<void> {
    const { daemon, id, removed, berth } = this.#start;
    // A daemon that goes leaves its containers.
    const gone = removed.then(
      () => true,
      () => false,
    );
    await Promise.race([gone, this.#awaitInit()]);
    while (this.#isInitThere()) {
      if (!this.#endInit()) await daemon.remove(id).catch(() => undefined);
      await sleep(pauseMs);
    }
    const isRemoved = (await isWithin(gone, patienceMs)) && (await gone);
    if (!isRemoved) await daemon.remove(id).catch(() => undefined);
    this.#start.stream.destroy();
    await berth.close();
    this.#isOver = true;
  }

  /** Its stream ends with it. */
  #awaitInit(): Promise<void> {
    return new Promise((resolve) => {
      this.#start.stream.once('close', () => {
        resolve();
      });
    });
  }
}
