// From requirements that leave versions open to ones that name each archive: by pip, in a jail, of the one index. What it has brought is
// kept, so that nothing is downloaded twice.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import type { NetworkGrant } from '../../core/network.js';
import type { ArchiveCache } from '../../host/archive-cache.js';
import { inspectPath, mkdir } from '../../host/files.js';
import type { PassingLine } from './guest-words.js';
import { makingBounds } from './making-bounds.js';
import { type OpenMaking, runTask } from './making-jail.js';
import type { Requirement } from './requirement.js';
import type { ResolvedPackage } from './resolved-package.js';

export interface Resolving {
  readonly requirements: readonly Requirement[];
  readonly index: string;
  readonly quietSeconds: number;
  readonly cache: ArchiveCache;
  /** A new folder. */
  readonly folder: string;
  readonly network: NetworkGrant;
  readonly onPassing: (line: PassingLine) => void;
}

/** @throws PymcpError as `runTask`, `environment.wrong-hash`; as node:fs does */
export async function resolveRequirements(
  making: OpenMaking,
  resolving: Resolving,
): Promise<{ readonly packages: readonly ResolvedPackage[]; readonly pythonVersion: string }> {
  const { requirements, index, quietSeconds, cache, folder, network, onPassing } = resolving;
  const place = join(folder, 'archives');
  await mkdir(place, { mode: 0o700 });
  const job = { index, quietSeconds, requirements: requirements.map(toLine) };
  const words = await runTask(making, { task: 'resolve', folder, job, network, onPassing });
  if ((await inspectPath(place))?.isFolder !== true) throw lost('archives');
  const packages: ResolvedPackage[] = [];
  for (const { name, version, file } of words.of('resolved')) {
    const given = requirements.filter((one) => one.name === name);
    const hashes = given.flatMap((one) => one.hashes);
    const limits = { wanted: 'any', mostBytes: makingBounds.archiveBytes } as const;
    const sha256 = await cache.keep(join(place, file), file, limits);
    if (sha256 === null) throw lost(file);
    if (hashes.length > 0 && !hashes.includes(sha256)) throw otherHash(file, name);
    const extras = [...new Set(given.flatMap((one) => one.extras))].sort();
    packages.push({ name, version, file, sha256, kind: 'wheel', extras });
  }
  return { packages, pythonVersion: words.of('python')[0]?.version ?? '' };
}

/** Without hashes, which pip wants of all or of none; they are compared here. */
function toLine({ name, extras, specifier, marker }: Requirement): string {
  const shown = extras.length === 0 ? name : `${name}[${extras.join(',')}]`;
  return `${shown}${specifier}${marker === '' ? '' : ` ; ${marker}`}`;
}

function lost(file: string): PymcpError {
  return new PymcpError(
    'environment.failed',
    `${file} of the resolver cannot be read`,
    'run the same command again; if it happens again, report it',
  );
}

function otherHash(file: string, name: string): PymcpError {
  return new PymcpError(
    'environment.wrong-hash',
    `${file} has none of the hashes that the requirements name for ${name}`,
    'do not use it: what the index gives is not what was pinned. Find out why, and pin anew only what you trust',
  );
}
