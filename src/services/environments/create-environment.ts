// install.verified: from a file of requirements to an environment that can be used. The order is the promise: versions and hashes are
// settled first, then archives are brought and hashed, then unpacked without a network, then read by the host, then placed in one step.
// Whatever fails leaves nothing but archives in the cache.
import { join } from 'node:path';
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import type { NetworkGrant } from '../../core/network.js';
import { defaultTotalLimits } from '../../core/limits.js';
import type { ResolverName } from '../../core/resolver-names.js';
import type { EgressGate } from '../../egress/gate/egress-gate.js';
import type { EnvironmentStore, FoundEnvironment } from '../../execution/environments/environment-store.js';
import { openEngine } from '../../execution/open-template.js';
import type { ArchiveCache } from '../../host/archive-cache.js';
import { nowMs } from '../../host/clock.js';
import { mkdir } from '../../host/files.js';
import type { HeldName } from '../../host/hold-name.js';
import { removeStrangeTree } from '../../host/remove-strange-tree.js';
import { fetchArchives } from './fetch-archives.js';
import { findResolver } from './find-resolver.js';
import type { PassingLine } from './guest-words.js';
import { holdEnvironment } from './hold-environment.js';
import { openIndexGate, type PackageIndexAddress } from './index-address.js';
import { type Making, MakingJail, type OpenMaking } from './making-jail.js';
import type { MakingObserver } from './making-observer.js';
import { parseRequirements } from './parse-requirements.js';
import { renderLock } from './render-lock.js';
import { isPinned, type PinnedRequirement, type Requirement } from './requirement.js';
import type { ResolvedPackage } from './resolved-package.js';
import { resolveRequirements } from './resolve-requirements.js';
import { toMakingFailure } from './to-making-failure.js';
import { tryImports } from './try-imports.js';
import { unpackArchives } from './unpack-archives.js';

export interface WantedEnvironment {
  readonly name: EnvironmentName;
  /** The text of the file, and what the person calls it. */
  readonly requirements: { readonly text: string; readonly file: string };
  /** Modules that its template imports. */
  readonly preload: readonly string[];
  readonly index: PackageIndexAddress;
  /** Normalised names of packages whose source archives will do. */
  readonly allowSource: ReadonlySet<string>;
  /** Who finds versions where they are left open. */
  readonly resolver: ResolverName;
  /** How long the index may say nothing. */
  readonly quietSeconds: number;
  /** Told what was resolved, before anything is made of it, and how it is written; throws where it is not agreed to. */
  readonly acceptLock: (lock: string, packages: readonly ResolvedPackage[]) => Promise<void>;
}

export interface MakingPlaces {
  readonly store: EnvironmentStore;
  readonly cache: ArchiveCache;
}

const mostWaitMs = 2 * 60_000;

/** @throws PymcpError `environment.…` */
export async function createEnvironment(
  wanted: WantedEnvironment,
  places: MakingPlaces,
  making: Making,
  observer: MakingObserver,
): Promise<FoundEnvironment> {
  const requirements = parseRequirements(wanted.requirements.text);
  refuseOpenSources(requirements, wanted.allowSource);
  places.store.refuseTaken(wanted.name);
  const held = await hold(wanted.name, places.store, observer);
  let stage: string | null = null;
  const gate = openIndexGate(wanted.index);
  const engine = openEngine({ total: defaultTotalLimits }, making.boundary);
  try {
    places.store.refuseTaken(wanted.name);
    stage = await places.store.stage(wanted.name);
    const fault = await places.cache.make();
    if (fault !== null)
      throw new PymcpError(
        'environment.store-unsafe',
        `the cache of archives is not trusted: ${fault.why}`,
        fault.fix,
      );
    return await make({
      ...{ wanted, places, observer, stage, requirements, network: toGrant(gate) },
      making: { ...making, engine },
    });
  } catch (error) {
    throw toMakingFailure(error, making.signal, places.store.path);
  } finally {
    await engine.close();
    await gate.close();
    if (stage !== null) await removeStrangeTree(stage);
    await held.release();
  }
}

interface Work {
  readonly wanted: WantedEnvironment;
  readonly places: MakingPlaces;
  readonly making: OpenMaking;
  readonly observer: MakingObserver;
  readonly stage: string;
  readonly requirements: readonly Requirement[];
  readonly network: NetworkGrant;
}

async function make(work: Work): Promise<FoundEnvironment> {
  const { making, observer, stage, network } = work;
  const onPassing = (line: PassingLine): void => {
    tell(line, observer);
  };
  const makeFolder = async (name: string): Promise<string> => {
    const folder = join(stage, name);
    await mkdir(folder, { mode: 0o700 });
    return folder;
  };
  const requirements = await settle(work, makeFolder, onPassing);
  const folders = { fetch: await makeFolder('fetch'), unpack: await makeFolder('unpack') };
  const fetch = new MakingJail(making, { folder: folders.fetch, network });
  // Each has its own, and this one is set up while the other has something to do.
  const unpack = new MakingJail(making, { folder: folders.unpack, network: null, after: fetch.busy });
  try {
    return await fill(work, { ...{ requirements, folders, fetch, unpack, makeFolder, onPassing } });
  } finally {
    await Promise.all([fetch.close(), unpack.close()]);
  }
}

interface Means {
  readonly requirements: readonly PinnedRequirement[];
  readonly folders: { readonly fetch: string; readonly unpack: string };
  readonly fetch: MakingJail;
  readonly unpack: MakingJail;
  readonly makeFolder: (name: string) => Promise<string>;
  readonly onPassing: (line: PassingLine) => void;
}

async function fill(
  { wanted, places, making, observer }: Work,
  { requirements, folders, fetch, unpack, makeFolder, onPassing }: Means,
): Promise<FoundEnvironment> {
  const { cache, store } = places;
  observer.onStep('downloading');
  const shared = { index: wanted.index.url, quietSeconds: wanted.quietSeconds, cache, onPassing };
  const { packages, pythonVersion } = await fetchArchives({
    ...{ ...shared, requirements, allowSource: wanted.allowSource, jail: fetch, folder: folders.fetch },
    onNote: observer.onNote,
  });
  const unpacked = await unpackArchives(making, {
    ...{ packages, cache, jail: unpack, jailed: folders.unpack, makeFolder, onPassing, observer },
  });
  if (wanted.preload.length > 0) {
    observer.onStep('importing');
    await tryImports(making, unpacked, wanted.preload);
  }
  observer.onStep('placing');
  making.signal.throwIfAborted();
  const record: EnvironmentRecord = {
    format: 1,
    name: wanted.name,
    content: unpacked.content,
    python: making.interpreter,
    pythonVersion,
    preload: wanted.preload,
    packages: [...unpacked.packages].sort((one, other) => (one.name < other.name ? -1 : 1)),
    index: wanted.index.url,
    created: new Date(nowMs()).toISOString(),
  };
  const added = await store.add(record, unpacked.folder);
  await cache.trim();
  return added;
}

/** Requirements that are all pinned with hashes: as they stand, or resolved, shown and locked. */
async function settle(
  { wanted, making, places, network, observer, requirements }: Work,
  makeFolder: (name: string) => Promise<string>,
  onPassing: (line: PassingLine) => void,
): Promise<readonly PinnedRequirement[]> {
  const pinned = requirements.filter(isPinned);
  if (pinned.length === requirements.length) return pinned;
  observer.onStep('resolving');
  const resolver = await findResolver(wanted.resolver);
  const { packages, pythonVersion, by } = await resolveRequirements(making, {
    ...{ requirements, resolver, network, onPassing, onNote: observer.onNote },
    ...{ index: wanted.index.url, quietSeconds: wanted.quietSeconds },
    ...{ cache: places.cache, folder: await makeFolder('resolve') },
  });
  const facts = { requirementsFile: wanted.requirements.file, pythonVersion, index: wanted.index.url, by };
  const lock = renderLock(packages, facts);
  making.signal.throwIfAborted();
  await wanted.acceptLock(lock, packages);
  return parseRequirements(lock).filter(isPinned);
}

function refuseOpenSources(requirements: readonly Requirement[], allowed: ReadonlySet<string>): void {
  const open = requirements.find((one) => !isPinned(one));
  if (allowed.size === 0 || open === undefined) return;
  throw new PymcpError(
    'environment.requirements-refused',
    `line ${open.line} of the requirements: ${open.name} has no version and hash, and nothing is resolved where a source archive is allowed`,
    'resolving would run its code with a network: pin all of them with --hash=sha256:… first',
  );
}

async function hold(
  name: EnvironmentName,
  store: EnvironmentStore,
  observer: MakingObserver,
): Promise<HeldName> {
  const at = await holdEnvironment(name, store, 0);
  if (at !== null) return at;
  observer.onStep('waiting');
  const later = await holdEnvironment(name, store, mostWaitMs);
  if (later !== null) return later;
  throw new PymcpError(
    'environment.busy',
    `another process is making the environment ${name}`,
    'wait for it, or end it; or take another name',
  );
}

function toGrant(gate: EgressGate): NetworkGrant {
  const grant = gate.grant();
  if (grant === null) throw new Error('the index has no network');
  return grant;
}

function tell(line: PassingLine, observer: MakingObserver): void {
  switch (line.what) {
    case 'package':
      observer.onPackage(line.package, line.place, line.of);
      break;
    case 'bytes':
      observer.onBytes(line.done, line.of < 0 ? null : line.of);
      break;
    case 'resolving':
      observer.onPackage(line.line, 0, 0);
      break;
  }
}
