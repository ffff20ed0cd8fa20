// From requirements that leave versions open to ones that name each archive: by uv or pip, in a jail, of the one index. What it has brought
// is kept, so that nothing is downloaded twice.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import type { NetworkGrant } from '../../core/network.js';
import { toShownPath } from '../../core/shown-path.js';
import type { ArchiveCache } from '../../host/archive-cache.js';
import { inspectPath, mkdir } from '../../host/files.js';
import { placeProgram } from '../../host/place-program.js';
import type { GuestWords, PassingLine } from './guest-words.js';
import { makingBounds } from './making-bounds.js';
import { type OpenMaking, runTask } from './making-jail.js';
import type { Resolver } from './find-resolver.js';
import type { Requirement } from './requirement.js';
import type { ResolvedPackage } from './resolved-package.js';

export interface Resolving {
  readonly requirements: readonly Requirement[];
  readonly resolver: Resolver;
  readonly index: string;
  readonly quietSeconds: number;
  readonly cache: ArchiveCache;
  /** A new folder. */
  readonly folder: string;
  readonly network: NetworkGrant;
  readonly onPassing: (line: PassingLine) => void;
  readonly onNote: (text: string) => void;
}

export interface ResolvedRequirements {
  readonly packages: readonly ResolvedPackage[];
  readonly pythonVersion: string;
  /** Such as `uv 0.11.28`, or `pip`. */
  readonly by: string;
}

/** @throws PymcpError as `runTask`, `environment.wrong-hash`; as node:fs does */
export async function resolveRequirements(
  making: OpenMaking,
  resolving: Resolving,
): Promise<ResolvedRequirements> {
  const { requirements, cache, folder } = resolving;
  const place = join(folder, 'archives');
  await mkdir(place, { mode: 0o700 });
  const { words, by, whyNotUv } = await find(making, resolving);
  if (whyNotUv !== '')
    resolving.onNote(`uv is installed and was not used, but pip: ${toShownPath(whyNotUv)}`);
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
  return { packages, pythonVersion: words.of('python')[0]?.version ?? '', by };
}

interface Found {
  readonly words: GuestWords;
  readonly by: string;
  /** Empty where nobody would have expected it. */
  readonly whyNotUv: string;
}

async function find(making: OpenMaking, resolving: Resolving): Promise<Found> {
  const { resolver } = resolving;
  try {
    const words = await ask(making, resolving, resolver);
    const [told] = words.of('resolver');
    return { words, by: told?.by ?? 'pip', whyNotUv: told?.whyNotUv ?? '' };
  } catch (error) {
    if (resolver.uv === null || resolver.isWanted || !isOfJail(error)) throw error;
    // A backend that can run no other program than Python (gVisor) can run pip.
    const words = await ask(making, resolving, { uv: null, isWanted: false });
    return { words, by: 'pip', whyNotUv: error.message };
  }
}

/** No step was begun: there was no jail, or none with another program in it. */
function isOfJail(error: unknown): error is PymcpError {
  return error instanceof PymcpError && /^(?:backend|host|jail)\./.test(error.code);
}

async function ask(
  making: OpenMaking,
  { requirements, index, quietSeconds, folder, network, onPassing }: Resolving,
  { uv, isWanted }: Resolver,
): Promise<GuestWords> {
  const job = {
    ...{ index, quietSeconds, mostBytes: makingBounds.archiveBytes, requirements: requirements.map(toLine) },
    uv: uv === null ? 'none' : isWanted ? 'wanted' : 'found',
  };
  const placed = uv === null ? null : await placeProgram(uv);
  try {
    const program = placed?.path ?? null;
    return await runTask(making, { task: 'resolve', folder, job, network, onPassing, program });
  } finally {
    await placed?.remove();
  }
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
