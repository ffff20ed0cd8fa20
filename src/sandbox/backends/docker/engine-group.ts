// limit.memory limit.cpu: the control group that Docker has made for a container. It is Docker's to make and to remove; here it is
// looked at: that the limits are in force, and what was counted.
import { dirname, basename } from 'node:path';
import { readKernelFile } from '../../../host/files.js';
import type { CgroupEvents, CgroupLeaf, CgroupUsage, Controller } from '../../cgroup/contract.js';
import { controllers } from '../../cgroup/contract.js';
import { isUnlimited } from '../../cgroup/apply-limits.js';
import { cgroupFailure } from '../../cgroup/cgroup-failure.js';
import {
  type GaugedGroup,
  type LeafGauges,
  readLeafCpuMs,
  readLeafEvents,
  readLeafUsage,
  toGauges,
} from '../../cgroup/leaf-gauges.js';
import { locateGroup } from '../../cgroup/locate-group.js';
import type { DaemonInfo } from './daemon-answers.js';
import { readCgroupMounts } from '../../cgroup/own-group.js';
import { parseProcCgroup } from '../../cgroup/parse-proc-cgroup.js';

/**
 * @param held the controllers whose limits must be in force
 * @throws PymcpError `cgroup.failed` where one is not
 */
export async function openEngineGroup(pid: number, held: readonly Controller[]): Promise<EngineGroup> {
  const memberships = parseProcCgroup(readKernelFile(`/proc/${pid}/cgroup`) ?? '');
  const mounts = await readCgroupMounts();
  const version = memberships.some(({ controllers: names }) =>
    controllers.some((name) => names.includes(name)),
  )
    ? 1
    : 2;
  const groups: GaugedGroup[] = [];
  const found: string[] = [];
  for (const { controllers: names, path } of memberships) {
    // Of version 2 there is one, without names, which has all of them.
    if (version === 2 && names.length > 0) continue;
    const enforced = held.filter((controller) => version === 2 || names.includes(controller));
    const countsCpuTime = version === 2 || names.includes('cpuacct');
    const name = version === 2 ? 'unified' : (enforced[0] ?? (countsCpuTime ? 'cpuacct' : null));
    const folder = name === null ? undefined : locateGroup(mounts, name, path);
    if (folder === undefined) continue;
    found.push(folder);
    groups.push({ hierarchy: { version, countsCpuTime }, folder: dirname(folder), enforced });
    const open = enforced.find((controller) => isUnlimited(folder, version, controller));
    if (open !== undefined) throw unlimited(open);
  }
  for (const controller of held)
    if (!groups.some(({ enforced }) => enforced.includes(controller))) throw unlimited(controller);
  const names = [...new Set(found.map((folder) => basename(folder)))];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw cgroupFailure(
      'the control group of a container is not found',
      new Error(`its names: ${names.join(', ')}`),
    );
  return new EngineGroup(toGauges(groups, name));
}

/** What the daemon says that it can limit. */
export function listHeld(
  info: Pick<DaemonInfo, 'MemoryLimit' | 'CpuCfsQuota' | 'PidsLimit'>,
): readonly Controller[] {
  const able = { memory: info.MemoryLimit, cpu: info.CpuCfsQuota, pids: info.PidsLimit };
  return controllers.filter((controller) => able[controller]);
}

function unlimited(controller: Controller): Error {
  return cgroupFailure(
    `Docker has set no limit of ${controller} that the kernel took`,
    new Error('its control group shows none'),
  );
}

export class EngineGroup implements CgroupLeaf {
  readonly joinFiles: readonly string[] = [];
  readonly #gauges: LeafGauges;
  #last: { readonly events: CgroupEvents; readonly usage: CgroupUsage } | null = null;
  #isOver = false;

  constructor(gauges: LeafGauges) {
    this.#gauges = gauges;
  }

  /** It is there already. */
  adopt(): Promise<void> {
    return Promise.resolve();
  }

  readEvents(): CgroupEvents {
    if (this.#isOver && this.#last !== null) return this.#last.events;
    const events = readLeafEvents(this.#gauges);
    this.#last = { events, usage: this.#last?.usage ?? nothingUsed };
    return events;
  }

  readUsage(): CgroupUsage {
    if (this.#isOver && this.#last !== null) return this.#last.usage;
    const usage = readLeafUsage(this.#gauges);
    this.#last = { events: this.#last?.events ?? nothingHappened, usage };
    return usage;
  }

  readCpuMs(): number | null {
    return this.#isOver && this.#last !== null ? this.#last.usage.cpuMs : readLeafCpuMs(this.#gauges);
  }

  /** The vessel ends them; from here on the last figures count, since the group goes with its processes. */
  kill(): boolean {
    this.#settle();
    return false;
  }

  endMembers(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    this.#settle();
    return Promise.resolve();
  }

  #settle(): void {
    if (this.#isOver) return;
    try {
      this.readEvents();
      this.readUsage();
    } catch {
      // It has gone by itself: what was read last counts.
    }
    this.#isOver = true;
  }
}

const nothingUsed: CgroupUsage = { memoryBytes: null, peakMemoryBytes: null, cpuMs: null };
const nothingHappened: CgroupEvents = { oomKills: 0, pidsRefused: 0 };
