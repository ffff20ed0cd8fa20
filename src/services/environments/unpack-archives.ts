// install.verified: from archives to the tree of an environment. The jail unpacks and packs, and of that the host makes files of its own,
// which it compares with what the packages say of themselves: nothing of the jail's own is adopted.
import { join } from 'node:path';
import type { EnvironmentPackage } from '../../core/environment-record.js';
import { PymcpError } from '../../core/errors.js';
import { hashContent } from '../../execution/environments/hash-content.js';
import type { ArchiveCache, CachedArchive } from '../../host/archive-cache.js';
import { chmod, inspectPath, mkdir } from '../../host/files.js';
import { readPacks } from '../../host/read-packs.js';
import { OddTreeError, readTextOfTree } from '../../host/read-tree.js';
import { removeStrangeTree } from '../../host/remove-strange-tree.js';
import { checkRecords } from './check-records.js';
import type { LastingLineOf, PassingLine } from './guest-words.js';
import { makingBounds } from './making-bounds.js';
import { type MakingJail, type OpenMaking, runTask } from './making-jail.js';
import type { MakingObserver } from './making-observer.js';
import type { ResolvedPackage } from './resolved-package.js';

export interface Unpacking {
  readonly packages: readonly ResolvedPackage[];
  readonly cache: ArchiveCache;
  /** Without a network. */
  readonly jail: MakingJail;
  /** A new folder, which the jail has. */
  readonly jailed: string;
  /** Makes a new folder of this name for one step. */
  readonly makeFolder: (name: string) => Promise<string>;
  readonly onPassing: (line: PassingLine) => void;
  readonly observer: Pick<MakingObserver, 'onStep' | 'onNote'>;
}

export interface Unpacked {
  /** Holds `site-packages` alone, which is the host's own. */
  readonly folder: string;
  readonly content: string;
  readonly packages: readonly EnvironmentPackage[];
}

const packNames = ['0.pack', '1.pack'] as const;

/** @throws PymcpError as `runTask`, `environment.archive-refused`; as node:fs does */
export async function unpackArchives(making: OpenMaking, unpacking: Unpacking): Promise<Unpacked> {
  const { packages, cache, jail, jailed, makeFolder, onPassing, observer } = unpacking;
  const wheels = packages.some(({ kind }) => kind === 'source')
    ? await buildSources(making, unpacking)
    : packages;
  await putArchives(wheels, cache, jailed);
  const job = toJob(wheels);
  observer.onStep('unpacking');
  const words = await jail.run({ task: 'unpack', job, onPassing });
  for (const line of words.of('left-out')) unpacking.observer.onNote(sayLeftOut(line));
  const found = packages.map((one): EnvironmentPackage => {
    const { name, file, sha256, kind } = one;
    const version = words.of('unpacked').find((line) => line.name === name)?.version ?? one.version;
    return { name, version, sha256, file, kind };
  });
  observer.onStep('checking');
  const folder = await makeFolder('tree');
  // Where root makes it, the guest of the trial is somebody else.
  await chmod(folder, 0o755);
  const content = await adopt(jailed, folder, found, making.signal);
  // What is gone before the disk is waited for is never written there.
  await removeStrangeTree(jailed);
  return { folder, content, packages: found };
}

/** In a jail of its own, whose code is that of strangers: what is taken of it is the wheels. @returns all packages as wheels */
async function buildSources(
  making: OpenMaking,
  { packages, cache, makeFolder, onPassing, observer }: Unpacking,
): Promise<readonly ResolvedPackage[]> {
  observer.onStep('building');
  const folder = await makeFolder('build');
  await putArchives(packages, cache, folder);
  const words = await runTask(making, {
    task: 'build',
    folder,
    job: toJob(packages),
    network: null,
    onPassing,
  });
  const place = join(folder, 'built');
  if ((await inspectPath(place))?.isFolder !== true) throw refusal('the build has left no wheels');
  const built: ResolvedPackage[] = [];
  for (const one of packages) {
    const file = words.of('built').find(({ name }) => name === one.name)?.file;
    if (one.kind === 'wheel') built.push(one);
    else if (file === undefined) throw refusal(`${one.file} was not built`);
    else {
      const limits = { wanted: 'any', mostBytes: makingBounds.archiveBytes } as const;
      const sha256 = await cache.keep(join(place, file), file, limits);
      if (sha256 === null) throw refusal(`what was built of ${one.file} cannot be read`);
      built.push({ ...one, kind: 'wheel', file, sha256 });
    }
  }
  return built;
}

function toJob(archives: readonly ResolvedPackage[]): Readonly<Record<string, unknown>> {
  const list = archives.map(({ name, version, file, kind, extras }) => ({
    name,
    version,
    file,
    kind,
    extras,
  }));
  return { archives: list, mostBytes: makingBounds.treeBytes, mostFiles: makingBounds.treeFiles };
}

async function putArchives(
  archives: readonly CachedArchive[],
  cache: ArchiveCache,
  folder: string,
): Promise<void> {
  const place = join(folder, 'archives');
  await mkdir(place, { mode: 0o700 });
  for (const archive of archives)
    if (!(await cache.take(archive, join(place, archive.file))))
      throw new PymcpError(
        'environment.wrong-hash',
        `${archive.file} was changed in the cache of archives, and is removed from it`,
        'run the same command again: it is downloaded anew',
      );
}

/** Of the two packs that the jail leaves (guest/pymcp_wheels/tree.py). @returns the checksum of the content */
async function adopt(
  jailed: string,
  folder: string,
  packages: readonly EnvironmentPackage[],
  signal: AbortSignal,
): Promise<string> {
  const [from, to] = [join(jailed, 'tree'), join(folder, 'site-packages')];
  if ((await inspectPath(from))?.isFolder !== true) throw refusal('the jail has left no tree');
  await mkdir(to, { mode: 0o755 });
  const bounds = { mostBytes: makingBounds.treeBytes, mostFiles: makingBounds.treeFiles };
  try {
    const packs = packNames.map((name) => join(from, name));
    const files = await readPacks(packs, { folder: to, bounds, signal });
    const problems = checkRecords(files, packages, (path) => readTextOfTree(to, path));
    if (problems.length > 0) throw refusal(problems.slice(0, 3).join('; '));
    return hashContent(files);
  } catch (error) {
    throw error instanceof OddTreeError ? refusal(error.message) : error;
  }
}

function sayLeftOut({ package: name, scripts, pth }: LastingLineOf<'left-out'>): string {
  const parts = [
    ...(scripts === 0 ? [] : [`${scripts} scripts, headers or data files`]),
    ...(pth.length === 0 ? [] : [`${pth.join(', ')}, which an ordinary Python would run at its start`]),
  ];
  return `left out of ${name}: ${parts.join('; ')}`;
}

function refusal(why: string): PymcpError {
  return new PymcpError(
    'environment.archive-refused',
    `what was unpacked is not taken: ${why}`,
    'nothing of it was kept; report it to who makes the package, and pin another version',
  );
}
