// One sealed sandbox, from ready to gone.
import type { Socket } from 'node:net';
import type { Isolation, LimitLevels, LimitName } from '../../../core/isolation.js';
import type { Limits } from '../../../core/limits.js';
import { monotonicMs } from '../../../host/clock.js';
import { familyOf, namespacePidsOf } from '../../../host/process-tree.js';
import { countRecordLocks } from '../../../host/record-locks.js';
import type { Sandbox, SandboxEnd } from '../../backend-contract.js';
import type { CgroupEvents, CgroupLeaf, CgroupUsage } from '../../cgroup/contract.js';
import type { GuestChannel } from '../../channel/guest-channel.js';
import { measureSandbox } from '../../watchdog/measure-sandbox.js';
import { startWatch, type Watch } from '../../watchdog/watch.js';
import type { ForkEnd, TemplateProcess } from './template-process.js';
import { parseWaitStatus } from './wait-status.js';

export interface SandboxParts {
  readonly id: number;
  readonly process: TemplateProcess;
  readonly forked: Promise<ForkEnd>;
  readonly leaf: CgroupLeaf | null;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly limits: Limits;
  readonly levels: LimitLevels;
  readonly isolation: Isolation;
  /** path.protected: asked once, when every process is gone. Never rejects. */
  readonly findCreated: () => Promise<readonly string[]>;
}

const oomLookMs = 20;
const watchdogLookMs = 40;
const lockLookMs = 500;
/** An ordinary program holds a handful. One costs the kernel some 200 bytes that no cgroup is charged for. */
const mostLocks = 10_000;

const noEvents: CgroupEvents = { oomKills: 0, pidsRefused: 0 };
const noUsage: CgroupUsage = { cpuMs: null, peakMemoryBytes: null };

function readUsage(leaf: CgroupLeaf): CgroupUsage {
  try {
    return leaf.readUsage();
  } catch {
    return noUsage;
  }
}

export class BubblewrapSandbox implements Sandbox {
  readonly isolation: Isolation;
  readonly levels: LimitLevels;
  readonly channel: GuestChannel;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly breached: Promise<LimitName>;
  readonly ended: Promise<SandboxEnd>;
  readonly #parts: SandboxParts;
  readonly #watch: Watch;
  #breach: LimitName | null = null;
  #killed = false;
  #hostInit: number | null = null;
  #locksLookedAt = monotonicMs();

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    this.isolation = parts.isolation;
    this.levels = parts.levels;
    this.channel = parts.channel;
    this.stdout = parts.stdout;
    this.stderr = parts.stderr;
    this.#watch = this.#startWatch();
    this.breached = this.#watch.breached.then((limit) => {
      this.#breach = limit;
      this.kill();
      return limit;
    });
    this.ended = this.#awaitEnd();
  }

  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    const { leaf, process, id, forked } = this.#parts;
    try {
      leaf?.kill();
    } catch {
      // The group is gone; the next line does not need it.
    }
    void process.endFork(id, forked);
  }

  async #awaitEnd(): Promise<SandboxEnd> {
    const { forked, leaf, channel, findCreated } = this.#parts;
    const end = await forked;
    this.#watch.stop();
    // Every process is gone, but its last words may still be on their way: the template's pipe can overtake them.
    await channel.finished;
    const events = leaf === null ? noEvents : this.#readEvents(leaf);
    const usage = leaf === null ? noUsage : readUsage(leaf);
    const leftovers: string[] = [];
    await leaf?.remove().catch((error: unknown) => leftovers.push(String(error)));
    const outcome =
      end.agentStatus === null ? { exitCode: null, signal: null } : parseWaitStatus(end.agentStatus);
    return {
      ...outcome,
      ...usage,
      pidsRefused: events.pidsRefused,
      limit: this.#breach ?? (events.oomKills > 0 ? 'memory' : null),
      createdProtected: await findCreated(),
      leftovers,
    };
  }

  /** fail.closed: a group that somebody has taken away holds nothing any more, so its sandbox goes too. */
  #readEvents(leaf: CgroupLeaf): CgroupEvents {
    try {
      return leaf.readEvents();
    } catch {
      this.kill();
      return noEvents;
    }
  }

  #startWatch(): Watch {
    const { leaf, levels, limits } = this.#parts;
    // limit.memory: cgroup v1 kills one process of many; an OOM must end the whole run.
    const lookInside = (): LimitName | null =>
      leaf !== null && this.#readEvents(leaf).oomKills > 0 ? 'memory' : null;
    const isHeld = levels.memory.level === 'enforced' && levels.pids.level === 'enforced';
    const look = isHeld ? lookInside : (): LimitName | null => this.#lookFromOutside(limits);
    return startWatch(isHeld ? oomLookMs : watchdogLookMs, () => look() ?? this.#lookAtLocks());
  }

  /** limit.memory: locks on files are kernel memory outside every cgroup (648,000 took 127 MB beside a limit of 64). */
  #lookAtLocks(): LimitName | null {
    const now = monotonicMs();
    if (now - this.#locksLookedAt < lockLookMs) return null;
    this.#locksLookedAt = now;
    this.#hostInit ??= this.#findHostInit();
    if (this.#hostInit === null) return null;
    return countRecordLocks(familyOf(this.#hostInit)) > mostLocks ? 'files' : null;
  }

  #lookFromOutside(limits: Limits): LimitName | null {
    this.#hostInit ??= this.#findHostInit();
    if (this.#hostInit === null) return null;
    const use = measureSandbox(this.#hostInit, limits.memoryBytes);
    if (use.memoryBytes > limits.memoryBytes) return 'memory';
    // The reaper is one of the tasks.
    return use.tasks > limits.pids + 1 ? 'pids' : null;
  }

  /** The host's pid of the sandbox's init: the template's child that has its pid there and is 1 in its own namespace. */
  #findHostInit(): number | null {
    const { process, id } = this.#parts;
    const init = process.initOf(id);
    if (init === null) return null;
    return (
      familyOf(process.pid).find((pid) => {
        const pids = namespacePidsOf(pid);
        return pids.at(-1) === 1 && pids.at(-2) === init;
      }) ?? null
    );
  }
}
