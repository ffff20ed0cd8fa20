// What the kernel counted in a leaf. What the guest says about itself is never asked.
import { readControlFileNow } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { cgroupFailure } from './cgroup-failure.js';
import type { CgroupEvents, CgroupUsage } from './contract.js';
import { parseFlatKeyed } from './flat-keyed.js';
import type { GatewayGroup, Hierarchy } from './hierarchy.js';

/** Files to read; undefined where no hierarchy has one. */
export interface LeafGauges {
  readonly oomEvents: string | undefined;
  readonly pidsEvents: string | undefined;
  readonly memory: string | undefined;
  readonly peakMemory: string | undefined;
  readonly cpu: { readonly file: string; readonly toMs: (text: string) => number } | undefined;
}

/** What is asked of a group, whoever made it. */
export type GaugedGroup = Pick<GatewayGroup, 'folder' | 'enforced'> & {
  readonly hierarchy: Pick<Hierarchy, 'version' | 'countsCpuTime'>;
};

export function toGauges(groups: readonly GaugedGroup[], name: string): LeafGauges {
  const find = (wanted: (group: GaugedGroup) => boolean): string | undefined => {
    const group = groups.find(wanted);
    return group === undefined ? undefined : `${group.folder}/${name}`;
  };
  const memory = find((group) => group.enforced.includes('memory'));
  const pids = find((group) => group.enforced.includes('pids'));
  const pidsEvents = pids === undefined ? undefined : `${pids}/pids.events`;
  if (groups[0]?.hierarchy.version === 2) {
    // cpu.stat is there with or without the cpu controller; memory.peak from kernel 5.19 on (cgroup-v2.rst).
    const unified = `${groups[0].folder}/${name}`;
    return {
      oomEvents: memory === undefined ? undefined : `${memory}/memory.events`,
      pidsEvents,
      memory: memory === undefined ? undefined : `${memory}/memory.current`,
      peakMemory: memory === undefined ? undefined : `${memory}/memory.peak`,
      cpu: { file: `${unified}/cpu.stat`, toMs: (text) => parseFlatKeyed(text, 'usage_usec') / 1000 },
    };
  }
  const accounting = find((group) => group.hierarchy.countsCpuTime);
  return {
    oomEvents: memory === undefined ? undefined : `${memory}/memory.oom_control`,
    pidsEvents,
    memory: memory === undefined ? undefined : `${memory}/memory.usage_in_bytes`,
    peakMemory: memory === undefined ? undefined : `${memory}/memory.max_usage_in_bytes`,
    cpu:
      accounting === undefined
        ? undefined
        : { file: `${accounting}/cpuacct.usage`, toMs: (text) => Number(text) / 1e6 },
  };
}

export function readLeafEvents(gauges: LeafGauges): CgroupEvents {
  const oom = read(gauges.oomEvents) ?? '';
  return {
    oomKills: Math.max(parseFlatKeyed(oom, 'oom_kill'), parseFlatKeyed(oom, 'oom_group_kill')),
    pidsRefused: parseFlatKeyed(read(gauges.pidsEvents) ?? '', 'max'),
  };
}

export function readLeafUsage(gauges: LeafGauges): CgroupUsage {
  const peak = read(gauges.peakMemory, 'optional');
  const memory = read(gauges.memory);
  return {
    memoryBytes: memory === null ? null : Number(memory),
    peakMemoryBytes: peak === null ? null : Number(peak),
    cpuMs: readLeafCpuMs(gauges),
  };
}

export function readLeafCpuMs({ cpu }: LeafGauges): number | null {
  const text = read(cpu?.file);
  return text === null || cpu === undefined ? null : cpu.toMs(text);
}

/** fail.closed: a count that should be there and is not must not read as zero. */
function read(file: string | undefined, presence: 'required' | 'optional' = 'required'): string | null {
  if (file === undefined) return null;
  try {
    return readControlFileNow(file);
  } catch (error) {
    if (presence === 'optional' && errnoOf(error) === 'ENOENT') return null;
    throw cgroupFailure('what a control group counted could not be read', error);
  }
}
