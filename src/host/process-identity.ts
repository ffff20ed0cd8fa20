// Who this process is, and under which other user id sandboxes may run.
import { readdirSync, statSync } from 'node:fs';
import { arch, availableParallelism, release } from 'node:os';
import { PymcpError } from '../core/errors.js';
import { readKernelFile } from './files.js';

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

export function currentIdentity(): Identity {
  return { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
}

export function processorArchitecture(): string {
  return arch();
}

export function processorCount(): number {
  return availableParallelism();
}

/** The kernel's version as numbers, e.g. [6, 1] for 6.1.0-18-amd64. */
export function kernelVersion(): readonly [number, number] {
  const [major = '0', minor = '0'] = release().split('.');
  return [Number.parseInt(major, 10), Number.parseInt(minor, 10)];
}

// No allocator hands these out: above every container range, below the foreign and the reserved ones
// (systemd, docs/UIDS-GIDS.md).
const unusedBase = 1_879_048_192;
const unusedEnd = 2_147_352_576;
const attempts = 64;

/**
 * The user id that sandboxes get outside.
 *
 * user.mcp: an ordinary user's sandboxes are that user's processes. Under root each gateway takes an id that nothing
 * else uses: its own pid above a base, so that two gateways never share one, after a look that no process has it.
 * @throws PymcpError `host.identity-unavailable` where root is confined to too few ids
 */
export function chooseGuestIdentity(): Identity {
  const own = currentIdentity();
  if (own.uid !== 0) return own;
  const used = uidsInUse();
  const range = mappedRange();
  for (let step = 0; step < attempts; step += 1) {
    const uid = range.base + ((process.pid + step * 4_194_304) % range.count);
    if (!used.has(uid)) return { uid, gid: uid };
  }
  throw new PymcpError(
    'host.identity-unavailable',
    'no unused user id was found for the sandboxes',
    'start pymcp as an ordinary user instead of root',
  );
}

/** The unused range where it is mapped here; inside a small user namespace, the upper half of what is mapped. */
function mappedRange(): { base: number; count: number } {
  const maps = (readKernelFile('/proc/self/uid_map') ?? '')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([inside = 0, , count = 0]) => ({ first: inside, end: inside + count }));
  if (maps.some(({ first, end }) => first <= unusedBase && end >= unusedEnd)) {
    return { base: unusedBase, count: unusedEnd - unusedBase };
  }
  const widest = maps.reduce((best, map) => (map.end - map.first > best.end - best.first ? map : best), {
    first: 0,
    end: 0,
  });
  const count = Math.floor((widest.end - widest.first) / 2);
  if (count < 1024) {
    throw new PymcpError(
      'host.identity-unavailable',
      'pymcp runs as root in a user namespace that maps too few user ids to give the sandboxes one of their own',
      'start pymcp as an ordinary user, or map a range of ids (see subuid(5))',
    );
  }
  return { base: widest.end - count, count };
}

function uidsInUse(): Set<number> {
  const used = new Set<number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      used.add(statSync(`/proc/${entry}`).uid);
    } catch {
      // The process has ended in between.
    }
  }
  return used;
}
