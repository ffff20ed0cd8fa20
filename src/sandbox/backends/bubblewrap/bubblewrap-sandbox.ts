// One sealed sandbox, from ready to gone: one that was born, or a copy of a session.
import type { Socket } from 'node:net';
import type { JailIsolation, LimitLevels, LimitName } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { isWithin } from '../../../host/clock.js';
import type { Pace, Sandbox, SandboxEnd, SandboxUsage } from '../../backend-contract.js';
import type { CgroupLeaf } from '../../cgroup/contract.js';
import type { GuestChannel } from '../../channel/guest-channel.js';
import type { LookPace } from '../../workspace/look-pace.js';
import { Custody, type WorkspaceView } from './custody.js';
import type { Family } from './family.js';
import { agentPid } from './fork.js';
import type { Plot } from './ground.js';

export interface SandboxParts {
  readonly family: Family;
  /** 0 for the one that was born, with agentPid as pid. */
  readonly member: number;
  readonly pid: number;
  readonly leaf: CgroupLeaf | null;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly limits: JailLimits;
  readonly levels: LimitLevels;
  readonly isolation: Omit<JailIsolation, 'scope'>;
  readonly workspace: WorkspaceView;
  readonly plot: Plot;
}

/** Processes that hold a channel although their sandbox has ended: nothing that they say is of use. */
const lastWordsMs = 1_000;
/** An ordinary sandbox has gone long before. */
const slowEndMs = 50;

export class BubblewrapSandbox implements Sandbox {
  readonly levels: LimitLevels;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly breached: Promise<LimitName>;
  readonly ended: Promise<SandboxEnd>;
  readonly #parts: SandboxParts;
  /** The wait status of its main process, null where nobody saw it. */
  readonly #gone: Promise<number | null>;
  readonly #custody: Custody;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    this.levels = parts.levels;
    this.channel = parts.channel;
    this.stdout = parts.stdout;
    this.stderr = parts.stderr;
    const { family, pid, member, plot } = parts;
    family.enter(member, pid);
    this.#custody = new Custody({
      ...parts,
      hostInit: () => family.hostInit,
      measure: plot.measure,
      look: plot.look,
      kill: () => {
        this.kill();
      },
    });
    this.breached = this.#custody.breached;
    this.#gone = pid === agentPid ? family.fork.whenAgentLeft() : family.fork.whenLeft(pid, member);
    this.ended = this.#awaitEnd();
  }

  get isolation(): JailIsolation {
    const { isolation, family } = this.#parts;
    return { ...isolation, scope: family.isShared ? 'family' : 'own' };
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

  async interrupt(): Promise<void> {
    const { family, pid } = this.#parts;
    await family.fork.interrupt(pid);
  }

  async fork(limits: JailLimits): Promise<Sandbox> {
    const { family, member, workspace } = this.#parts;
    const copy = await family.copy({ member, channel: this.channel }, limits);
    const { stdout, stderr } = copy.connections;
    return new BubblewrapSandbox({ ...this.#parts, ...copy, stdout, stderr, limits, workspace });
  }

  readUsage(): SandboxUsage {
    return this.#custody.readUsage();
  }

  readCpuMs(): number | null {
    return this.#custody.readCpuMs();
  }

  kill(): void {
    if (!this.#custody.end()) return;
    const { leaf, family, member, pid } = this.#parts;
    if (!family.isLast(member)) {
      void family.endMember(pid, this.#gone);
      void leaf?.endMembers().catch(() => undefined);
      return;
    }
    try {
      if (leaf?.kill() === false) void this.#endSlowOnes(leaf);
    } catch {
      // The group is gone; the next line does not need it.
    }
    void family.end();
  }

  /**
   * Where the kernel cannot end a group at once (v1), many processes that are left to run have pid 1, which takes them
   * with it, wait for the processor: then one by one.
   */
  async #endSlowOnes(leaf: CgroupLeaf): Promise<void> {
    if (!(await isWithin(this.ended, slowEndMs))) await leaf.endMembers().catch(() => undefined);
  }

  async #awaitEnd(): Promise<SandboxEnd> {
    const { family, leaf, channel, member, plot } = this.#parts;
    const status = await this.#gone;
    this.#custody.end();
    const leftovers: string[] = [];
    if (!family.isOver) await leaf?.endMembers().catch((error: unknown) => leftovers.push(String(error)));
    await family.leave(member);
    // Every process is gone, but its last words may still be on their way: the template's pipe can overtake them.
    // Whoever has been handed an end of it, in the family or by way of a workspace, can keep it open for ever.
    await isWithin(channel.finished, lastWordsMs);
    channel.close();
    // jail.once: nothing of it stays with us because another member holds the other ends.
    if (!family.isOver) for (const stream of [this.stdout, this.stderr]) stream.destroy();
    // Takes the last figures.
    await leaf?.remove().catch((error: unknown) => leftovers.push(String(error)));
    if (family.isOver) await plot.clear().catch((error: unknown) => leftovers.push(String(error)));
    return this.#custody.tellEnd(status, { withTemplate: family.isTemplateGone, leftovers });
  }
}
