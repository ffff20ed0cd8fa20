// limit.memory limit.cpu: the level that each limit reaches on this machine, and what would raise it.
import { PymcpError } from '../../../../core/errors.js';
import { limitNames, type LimitLevel, type LimitLevels, type LimitName } from '../../../../core/isolation.js';
import { defaultTotalLimits } from '../../../../core/limits.js';
import { kernelVersion, type Identity } from '../../../../host/process-identity.js';
import type { Finding } from '../../../backend-contract.js';
import { type CgroupDescription, describeCgroups } from '../../../cgroup/describe-cgroups.js';
import { toLimitLevels } from '../limit-levels.js';
import { findingsOf } from './findings-of.js';

const limits = findingsOf('limits');

type ToLevels = (found: Parameters<typeof toLimitLevels>[0]) => LimitLevels;

/** To be called while this process has no template open. @param guest who the sandboxes would be */
export async function checkLimits(
  guest: Identity,
  toLevels: ToLevels = (found) => toLimitLevels(found, kernelVersion()),
): Promise<readonly Finding[]> {
  const { uid, gid } = guest;
  try {
    const found = await describeCgroups({ total: defaultTotalLimits, guestUid: uid, guestGid: gid });
    return [toGroupsFinding(found), ...toLimitFindings(found, toLevels)];
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return [
      limits.missing('control-groups', error.message, error.hint),
      ...limitNames.map((name) => limits.unchecked(name, 'control-groups')),
    ];
  }
}

function toGroupsFinding(found: CgroupDescription): Finding {
  if (found.kind === 'unavailable') return limits.degraded('control-groups', found.why, found.hint);
  const folders = found.bases.map(({ path }) => path);
  return limits.ok('control-groups', `cgroup v${found.version}, below ${folders.join(' ')}`);
}

function toLimitFindings(found: CgroupDescription, toLevels: ToLevels): readonly Finding[] {
  const levels = toLevels(found.kind === 'usable' ? { kind: 'open', tree: found } : found);
  return limitNames.map((name) => toLimitFinding(name, levels, fixOf(name, found)));
}

export function toLimitFinding(name: LimitName, levels: LimitLevels, fix: string | null): Finding {
  const level = levels[name];
  const finding =
    level.level === 'enforced'
      ? limits.ok(name, describeLevel(level))
      : limits.degraded(name, describeLevel(level), fix);
  return { ...finding, level: level.level };
}

function fixOf(name: LimitName, found: CgroupDescription): string | null {
  if (found.kind === 'unavailable') return found.hint;
  return name === 'memory' || name === 'cpu' || name === 'pids' ? (found.fixes[name] ?? null) : null;
}

function describeLevel(level: LimitLevel): string {
  return level.level === 'not available' ? `not available: ${level.why}` : `${level.level}: ${level.by}`;
}
