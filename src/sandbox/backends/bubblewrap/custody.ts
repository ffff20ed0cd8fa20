// What looks after one sandbox from outside, whatever its walls are made of: how closely it is watched, what it uses, and what is told of
// its end. It ends nothing by itself.
import type { LimitName } from '../../../core/isolation.js';
import type { Pace, SandboxEnd, SandboxUsage } from '../../backend-contract.js';
import type { Watch } from '../../watchdog/watch.js';
import type { LookPace } from '../../workspace/look-pace.js';
import { startSandboxWatch, type Watched } from './sandbox-watch.js';
import { parseWaitStatus } from './wait-status.js';

/** path.protected: what is asked of the workspace of a sandbox. */
export interface WorkspaceView {
  /** Whether the masks that the sandbox was born with are those it would get now. @throws PymcpError as a launch */
  isCurrent(pace: LookPace): Promise<boolean>;
  /** Secrets that have come since it was born. @throws PymcpError as a launch */
  findUnmasked(): Promise<readonly string[]>;
  /** What has come into it since it was found current last. Never rejects. */
  findCreated(): Promise<readonly string[]>;
}

export interface Ward extends Omit<Watched, 'onGroupGone'> {
  readonly workspace: WorkspaceView;
  /** Ends every process of the sandbox. */
  readonly kill: () => void;
}

export class Custody {
  /** As Sandbox.breached. */
  readonly breached: Promise<LimitName>;
  readonly #ward: Ward;
  #watch: Watch | null = null;
  #reportBreach: (limit: LimitName) => void = () => undefined;
  #breach: LimitName | null = null;
  #isOver = false;

  constructor(ward: Ward) {
    this.#ward = ward;
    this.breached = new Promise((resolve) => {
      this.#reportBreach = resolve;
    });
  }

  async isCurrent(pace: LookPace = 'once'): Promise<boolean> {
    return this.#isHeld() && (await this.#ward.workspace.isCurrent(pace));
  }

  setPace(pace: Pace): void {
    this.#watch?.stop();
    this.#watch = null;
    if (pace === 'waiting' || this.#isOver) return;
    const { kill } = this.#ward;
    this.#watch = startSandboxWatch(pace, { ...this.#ward, onGroupGone: kill });
    void this.#watch.breached.then((limit) => {
      this.#breach = limit;
      kill();
      this.#reportBreach(limit);
    });
  }

  readUsage(): SandboxUsage {
    const { leaf } = this.#ward;
    if (leaf === null) return noUsage;
    try {
      return { ...leaf.readUsage(), ...leaf.readEvents() };
    } catch {
      return noUsage;
    }
  }

  readCpuMs(): number | null {
    try {
      return this.#ward.leaf?.readCpuMs() ?? null;
    } catch {
      return null;
    }
  }

  /** Nobody looks any more. @returns false where that was so before */
  end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#watch?.stop();
    return true;
  }

  /** @param status the wait status of its main process, null where nobody saw it */
  async tellEnd(
    status: number | null,
    { withTemplate, leftovers }: Pick<SandboxEnd, 'withTemplate' | 'leftovers'>,
  ): Promise<SandboxEnd> {
    const { cpuMs, peakMemoryBytes, pidsRefused, oomKills } = this.readUsage();
    return {
      ...(status === null ? { exitCode: null, signal: null } : parseWaitStatus(status)),
      cpuMs,
      peakMemoryBytes,
      pidsRefused,
      withTemplate,
      limit: this.#breach ?? (oomKills > 0 ? 'memory' : null),
      createdProtected: await this.#ward.workspace.findCreated(),
      leftovers,
    };
  }

  /** fail.closed: while it waits nobody looks whether its group is still there. */
  #isHeld(): boolean {
    try {
      this.#ward.leaf?.readEvents();
      return true;
    } catch {
      return false;
    }
  }
}

const noUsage: SandboxUsage = {
  cpuMs: null,
  memoryBytes: null,
  peakMemoryBytes: null,
  pidsRefused: 0,
  oomKills: 0,
};
