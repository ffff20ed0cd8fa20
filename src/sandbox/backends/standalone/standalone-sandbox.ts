// One sealed standalone sandbox, from ready to gone.
import type { Socket } from 'node:net';
import { PymcpError } from '../../../core/errors.js';
import type { JailIsolation, LimitLevels, LimitName } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { isWithin } from '../../../host/clock.js';
import type { Pace, Sandbox, SandboxEnd, SandboxUsage } from '../../backend-contract.js';
import { Custody, type WorkspaceView } from '../bubblewrap/custody.js';
import type { CgroupLeaf } from '../../cgroup/contract.js';
import type { GuestChannel } from '../../channel/guest-channel.js';
import type { LookPace } from '../../workspace/look-pace.js';
import type { ReaperLine } from './reaper-line.js';
import type { Vessel } from './vessel.js';

export interface StandaloneParts {
  readonly vessel: Vessel;
  readonly line: ReaperLine;
  readonly leaf: CgroupLeaf | null;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly limits: JailLimits;
  readonly levels: LimitLevels;
  readonly isolation: Omit<JailIsolation, 'scope'>;
  readonly workspace: WorkspaceView;
  /** Called when nothing of it is left. */
  readonly onEnded: () => void;
}

/** What it said before it ended is in the sockets. */
const lastWordsMs = 1_000;

export class StandaloneSandbox implements Sandbox {
  readonly levels: LimitLevels;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly isolation: JailIsolation;
  readonly breached: Promise<LimitName>;
  readonly ended: Promise<SandboxEnd>;
  readonly #parts: StandaloneParts;
  readonly #custody: Custody;

  constructor(parts: StandaloneParts) {
    this.#parts = parts;
    this.levels = parts.levels;
    this.channel = parts.channel;
    this.stdout = parts.stdout;
    this.stderr = parts.stderr;
    this.isolation = { ...parts.isolation, scope: 'own' };
    const { vessel } = parts;
    this.#custody = new Custody({
      ...parts,
      hostInit: () => vessel.hostInit,
      measure: (_init, budgetBytes) => vessel.measure(budgetBytes),
      look: () => null,
      kill: () => {
        this.kill();
      },
    });
    this.breached = this.#custody.breached;
    this.ended = this.#awaitEnd();
  }

  isCurrent(pace?: LookPace): Promise<boolean> {
    return this.#custody.isCurrent(pace);
  }

  findUnmasked(): Promise<readonly string[]> {
    return this.#parts.workspace.findUnmasked();
  }

  findCreated(): Promise<readonly string[]> {
    return this.#parts.workspace.findCreated();
  }

  setPace(pace: Pace): void {
    this.#custody.setPace(pace);
  }

  interrupt(): Promise<void> {
    return this.#parts.line.interrupt();
  }

  fork(): Promise<Sandbox> {
    const { backend } = this.isolation;
    return Promise.reject(
      new PymcpError(
        'session.fork-failed',
        `a session of the backend ${backend} cannot be copied: its engine makes no copy of a sandbox`,
        'create another session instead, or use the backend bubblewrap',
      ),
    );
  }

  readUsage(): SandboxUsage {
    return this.#custody.readUsage();
  }

  readCpuMs(): number | null {
    return this.#custody.readCpuMs();
  }

  kill(): void {
    if (!this.#custody.end()) return;
    this.#endAll();
  }

  #endAll(): void {
    const { leaf, vessel } = this.#parts;
    try {
      leaf?.kill();
    } catch {
      // The group is gone; the next line does not need it.
    }
    vessel.kill();
  }

  async #awaitEnd(): Promise<SandboxEnd> {
    const { line, vessel, leaf, channel, onEnded } = this.#parts;
    // The line ends with pid 1, also where the engine is slow to notice.
    const status = await Promise.race([line.status, vessel.ended.then(() => line.status)]);
    this.#custody.end();
    // jail.once: whatever the agent has left behind ends with it.
    this.#endAll();
    const leftovers: string[] = [];
    await vessel.ended;
    line.close();
    await isWithin(channel.finished, lastWordsMs);
    channel.close();
    const note = (error: unknown): void => void leftovers.push(String(error));
    await leaf?.endMembers().catch(note);
    // Takes the last figures.
    await leaf?.remove().catch(note);
    await vessel.clear().catch(note);
    onEnded();
    return this.#custody.tellEnd(status, { withTemplate: false, leftovers });
  }
}
