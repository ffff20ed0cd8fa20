// install.verified: brings the archives that the requirements name by hash. The jail downloads; what it has brought is hashed here, from
// the bytes in hand, and goes into the cache where a requirement names that hash, also when the rest of the work has failed.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import type { ArchiveCache } from '../../host/archive-cache.js';
import { inspectPath, mkdir, readdir } from '../../host/files.js';
import type { LastingLineOf, PassingLine } from './guest-words.js';
import { makingBounds } from './making-bounds.js';
import type { MakingJail } from './making-jail.js';
import type { PinnedRequirement } from './requirement.js';
import type { ResolvedPackage } from './resolved-package.js';

export interface Fetching {
  readonly requirements: readonly PinnedRequirement[];
  /** Names of packages whose source archives will do. */
  readonly allowSource: ReadonlySet<string>;
  readonly index: string;
  readonly quietSeconds: number;
  readonly cache: ArchiveCache;
  /** With a network. */
  readonly jail: MakingJail;
  /** A new folder, which the jail has. */
  readonly folder: string;
  readonly onPassing: (line: PassingLine) => void;
  readonly onNote: (text: string) => void;
}

export interface Fetched {
  readonly packages: readonly ResolvedPackage[];
  readonly pythonVersion: string;
}

/** @throws PymcpError as `runTask`, `environment.wrong-hash`; as node:fs does */
export async function fetchArchives(fetching: Fetching): Promise<Fetched> {
  const { requirements, allowSource, index, quietSeconds, cache, jail, folder, onPassing } = fetching;
  const wanted = new Set(requirements.flatMap(({ hashes }) => hashes));
  const cached = (await cache.list()).filter(({ sha256 }) => wanted.has(sha256));
  await mkdir(join(folder, 'archives'), { mode: 0o700 });
  const job = {
    ...{ index, quietSeconds, cached, mostBytes: makingBounds.archiveBytes },
    requirements: requirements.map(({ name, version, hashes, marker }) => ({
      ...{ name, version, hashes, marker, source: allowSource.has(name) },
    })),
  };
  let brought: ReadonlyMap<string, string> = new Map();
  const words = await jail.run({ task: 'fetch', job, onPassing }).finally(async () => {
    brought = await keepAll(folder, wanted, cache);
  });
  for (const { package: text, why } of words.of('yanked'))
    fetching.onNote(
      `${text} was taken back by its makers${why === '' ? '' : `: ${why}`}; it is pinned, and so it is used`,
    );
  const packages = words.of('archive').map((line) => toPackage(line, requirements, brought));
  const pythonVersion = words.of('python')[0]?.version ?? '';
  return { packages, pythonVersion };
}

/** @returns their checksums, by the names that the guest gave them */
async function keepAll(
  folder: string,
  wanted: ReadonlySet<string>,
  cache: ArchiveCache,
): Promise<ReadonlyMap<string, string>> {
  const place = join(folder, 'archives');
  const found = new Map<string, string>();
  if ((await inspectPath(place))?.isFolder !== true) return found;
  for (const file of await readdir(place)) {
    const sha256 = await cache.keep(join(place, file), file, {
      wanted,
      mostBytes: makingBounds.archiveBytes,
    });
    if (sha256 !== null) found.set(file, sha256);
  }
  return found;
}

function toPackage(
  { name, version, file, sha256, kind, cached }: LastingLineOf<'archive'>,
  requirements: readonly PinnedRequirement[],
  brought: ReadonlyMap<string, string>,
): ResolvedPackage {
  const meant = requirements.find((one) => one.name === name && one.hashes.includes(sha256));
  const isRight = meant !== undefined && (cached || brought.get(file) === sha256);
  if (isRight) return { name, version, file, sha256, kind, extras: meant.extras };
  throw new PymcpError(
    'environment.wrong-hash',
    `${file} has other bytes here than a requirement names for ${name}`,
    'do not use it; find out why, and pin anew only what you trust',
  );
}
