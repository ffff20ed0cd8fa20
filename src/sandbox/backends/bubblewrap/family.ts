// The sandboxes that share one fork's namespaces: the one that was born in them and the live copies of it.
// jail.kernel: the namespaces, the seal and pid 1 are the same for all; each has a channel and a control group of its own.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../../core/errors.js';
import type { JailLimits } from '../../../core/limits.js';
import { toShownPath } from '../../../core/shown-path.js';
import { isWithin } from '../../../host/clock.js';
import { childrenOf, namespacePidsOf } from '../../../host/process-tree.js';
import type { CgroupLeaf, LeafLimits } from '../../cgroup/contract.js';
import { GuestChannel } from '../../channel/guest-channel.js';
import type { Fork } from './fork.js';
import type { Plot } from './ground.js';
import type { Connections, Rendezvous } from './rendezvous.js';
import type { TemplateProcess } from './template-process.js';

export interface FamilyParts {
  readonly fork: Fork;
  readonly process: TemplateProcess;
  readonly rendezvous: Rendezvous;
  /** null where no cgroup is to be had. */
  readonly openLeaf: ((name: string, limits: Partial<LeafLimits>) => Promise<CgroupLeaf>) | null;
  /** There is a relay, which all members share. */
  readonly hasNetwork: boolean;
  readonly plot: Plot;
}

/** A copy that is there: it waits for its first call. */
export interface Copy {
  readonly member: number;
  /** As the family sees it; the guest's word. */
  readonly pid: number;
  readonly leaf: CgroupLeaf | null;
  readonly channel: GuestChannel;
  readonly connections: Connections;
}

interface Giver {
  readonly member: number;
  readonly channel: GuestChannel;
}

const connectTimeoutMs = 10_000;
const copyTimeoutMs = 30_000;
/** limit.cpu: guest code can wake it again and again with SIGCHLD, and its time is nobody's share any more. */
const initLimits: LeafLimits = { cpus: 0.25, memoryBytes: 64 * 1024 * 1024, pids: 2 };
/** A member that is still there so long after it was ended takes the family with it. */
const leaveTimeoutMs = 5_000;
/** The template is bubblewrap's only child, and each init a child of the template's. */
const initPid = 1;
/** Of the first of a family and, where there is one, of the relay (guest/pymcp_guest/birth.py): no copy has these. */
const [firstPid, relayPid] = [2, 3] as const;

export class Family {
  readonly #parts: FamilyParts;
  /** Pid by member. */
  readonly #living = new Map<number, number>();
  #copies = 0;
  #hostInit: number | null = null;
  #initLeaf: CgroupLeaf | null = null;
  #isOver = false;

  constructor(parts: FamilyParts) {
    this.#parts = parts;
    void parts.fork.ended.then(() => {
      this.#isOver = true;
    });
  }

  get fork(): Fork {
    return this.#parts.fork;
  }

  /** Whether it was ever copied. */
  get isShared(): boolean {
    return this.#copies > 0;
  }

  /** Nothing of it is left. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get isTemplateGone(): boolean {
    return this.#parts.process.isGone;
  }

  enter(member: number, pid: number): void {
    this.#living.set(member, pid);
  }

  /** Whether nobody else lives in it. */
  isLast(member: number): boolean {
    return [...this.#living.keys()].every((other) => other === member);
  }

  /** Resolves when it is known that the member holds nothing: the last one takes pid 1 and every process with it. */
  async leave(member: number): Promise<void> {
    this.#living.delete(member);
    if (this.#living.size > 0) return;
    await this.end();
    await this.#initLeaf?.remove().catch(() => undefined);
  }

  /** Ends one of several members; where its end does not become known in time, all of them. */
  async endMember(pid: number, ended: Promise<unknown>): Promise<void> {
    this.fork.endMember(pid);
    if (!(await isWithin(ended, leaveTimeoutMs))) await this.end();
  }

  /** Ends every process of all members. */
  async end(): Promise<void> {
    await this.#parts.process.endFork(this.fork);
  }

  /** The host's pid of the sandbox's init: the template's child that has its pid there and is 1 in its own namespace. */
  get hostInit(): number | null {
    this.#hostInit ??= this.#findHostInit();
    return this.#hostInit;
  }

  /**
   * Copies a member that waits for work.
   * @throws PymcpError `session.fork-failed`, `cgroup.failed`; nothing is left of it then
   */
  async copy(giver: Giver, limits: JailLimits): Promise<Copy> {
    const { rendezvous, openLeaf, plot } = this.#parts;
    if (plot.uncopied !== null) throw forkFailed(plot.uncopied);
    const member = (this.#copies += 1);
    const token = randomBytes(16).toString('hex');
    const leaf = (await openLeaf?.(`run-${this.fork.id}-copy-${member}`, limits)) ?? null;
    const connected = rendezvous.expect(token);
    try {
      await this.#separateInit();
      const failure = await this.fork.giveForCopy(giver.member, member, token);
      if (failure !== null) throw forkFailed(failure);
      const connections = await inTime(connected, connectTimeoutMs);
      const channel = new GuestChannel(connections.control);
      try {
        const pid = await this.#fork(giver, channel, `copy_${member}`);
        // Each member's end is told by its pid: one that names another's would never be known to have ended.
        if ([...this.#living.values()].includes(pid)) throw forkFailed('its process is that of another');
        this.enter(member, pid);
        await this.#adopt(leaf, pid);
        return { member, pid, leaf, channel, connections };
      } catch (error) {
        this.#living.delete(member);
        for (const socket of [connections.control, connections.stdout, connections.stderr]) socket.destroy();
        throw error;
      }
    } catch (error) {
      rendezvous.forget(token);
      this.fork.forgetCopy(member);
      await leaf?.endMembers().catch(() => undefined);
      await leaf?.remove().catch(() => undefined);
      throw error;
    }
  }

  /** Resolves with the pid that the copy says it has, when the original has answered too and can be asked again. */
  async #fork(giver: Giver, channel: GuestChannel, name: string): Promise<number> {
    const both = Promise.all([channel.receive(), giver.channel.fork(name)]);
    const [event] = await inTime(both, copyTimeoutMs);
    if (event.type === 'ready' && event.pid > (this.#parts.hasNetwork ? relayPid : firstPid))
      return event.pid;
    throw forkFailed(
      // The guest's words, in one line.
      event.type === 'refused'
        ? toShownPath(event.reason.slice(0, 300)).trim()
        : `the copy did not come to life (${event.type})`,
    );
  }

  /**
   * Pid 1, and the relay with it, leaves the group of the first member, so that each member's group holds its own processes and no other: it can
   * be ended as a whole, and an OOM in it is its own.
   */
  async #separateInit(): Promise<void> {
    const { openLeaf } = this.#parts;
    if (openLeaf === null || this.#initLeaf !== null) return;
    const { hostInit } = this;
    if (hostInit === null) throw forkFailed('its first process is not found');
    const leaf = await openLeaf(`run-${this.fork.id}-init`, initLimits);
    try {
      await leaf.adopt(hostInit);
      // It goes on when the first member has gone. A guest can have ended it, and then there is no network.
      const relay = this.#parts.hasNetwork ? findMember(hostInit, relayPid) : null;
      if (relay !== null) await leaf.adopt(relay);
    } catch (error) {
      await leaf.remove().catch(() => undefined);
      throw error;
    }
    this.#initLeaf = leaf;
  }

  /** limit.memory: a copy that names another process than itself stays in the group that it came from. */
  async #adopt(leaf: CgroupLeaf | null, pid: number): Promise<void> {
    if (leaf === null) return;
    const { hostInit } = this;
    const host = hostInit === null ? null : findMember(hostInit, pid);
    if (host === null) throw forkFailed('its process is not found');
    await leaf.adopt(host);
  }

  #findHostInit(): number | null {
    const { process, fork, plot } = this.#parts;
    if (plot.hostInit !== undefined) return plot.hostInit(fork);
    const { init } = fork;
    if (init === null) return null;
    const inits = childrenOf(process.pid).flatMap((template) => childrenOf(template));
    return (
      // The newest are last, and most often asked for.
      inits.reverse().find((pid) => {
        const pids = namespacePidsOf(pid);
        return pids.at(-1) === initPid && pids.at(-2) === init;
      }) ?? null
    );
  }
}

/** A child of pid 1 by its pid in the sandbox; copies are. */
function findMember(hostInit: number, pid: number): number | null {
  return childrenOf(hostInit).find((child) => namespacePidsOf(child).at(-1) === pid) ?? null;
}

async function inTime<Value>(awaited: Promise<Value>, timeoutMs: number): Promise<Value> {
  if (await isWithin(awaited, timeoutMs)) return awaited;
  throw forkFailed('it took too long');
}

function forkFailed(why: string): PymcpError {
  return new PymcpError(
    'session.fork-failed',
    `the session could not be copied: ${why}`,
    'the session itself is as it was; free memory or files in it, or close other sessions, and try again',
  );
}
