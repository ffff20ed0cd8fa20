// install.verified: from a name to a folder that can be used. The order is the promise: the bytes are brought to a private file, then
// checked, then unpacked beside, then moved to their place in one step. Whatever fails leaves nothing but an archive to go on with.
import { ArchivePolicy } from '../../core/archive-policy.js';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { type ComponentFolder, isOutOfRoom } from '../../host/component-folder.js';
import type { PartialFile } from '../../host/partial-file.js';
import { readParts } from '../../host/read-parts-of-file.js';
import { unpackArchive } from '../../host/unpack-archive.js';
import { checkBytes } from './check-bytes.js';
import type { PinnedArchive } from './choose-archive.js';
import { findInstalled, type InstalledComponent, toInstalled, unsafe } from './component-store.js';
import { fetchArchive } from './fetch-archive.js';
import type { InstallObserver } from './install-observer.js';
import { locateArchive } from './locate-archive.js';

export interface Installing {
  readonly pinned: PinnedArchive;
  readonly folder: ComponentFolder;
  /** Taken instead of a download; null where it is downloaded. */
  readonly file: string | null;
  /** Checksums whose archives may be gone on with later: all of the manifest. */
  readonly wanted: ReadonlySet<string>;
  readonly observer: InstallObserver;
  readonly signal: AbortSignal;
  readonly ca?: string;
}

export interface InstallResult {
  readonly status: 'installed' | 'present';
  readonly component: InstalledComponent;
}

const mostWaitMs = 15 * 60_000;
/** What headers and padding of an entry may take, and the end of an archive. */
const entryOverheadBytes = 8 * 1024;
const endBytes = 1024 * 1024;

/** @throws PymcpError `install.…` */
export async function installComponent(installing: Installing): Promise<InstallResult> {
  try {
    return await installOnce(installing);
  } catch (error) {
    throw toFailure(error, installing);
  }
}

async function installOnce(installing: Installing): Promise<InstallResult> {
  const { folder, pinned, wanted } = installing;
  const before = findInstalled(folder, pinned);
  if (before !== null) return { status: 'present', component: before };
  const fault = await folder.make();
  if (fault !== null) throw unsafe(fault);
  const release = await lock(installing);
  try {
    await folder.sweep(wanted);
    const meanwhile = findInstalled(folder, pinned);
    if (meanwhile !== null) return { status: 'present', component: meanwhile };
    return { status: 'installed', component: toInstalled(await bring(installing), pinned) };
  } finally {
    await release();
  }
}

async function lock({ folder, observer, signal }: Installing): Promise<() => Promise<void>> {
  const onWait = (): void => {
    observer.onStep('waiting');
  };
  const release = await folder.lock({ onWait, mostMs: mostWaitMs, signal });
  if (release !== null) return release;
  signal.throwIfAborted();
  throw new PymcpError(
    'install.busy',
    'another process has been installing for a quarter of an hour',
    'wait for it, or end it; what it leaves is cleared away by the next one',
  );
}

/** @returns where it is now */
async function bring(installing: Installing): Promise<string> {
  const { folder, pinned, file, observer } = installing;
  const { sha256 } = pinned.pin;
  await refuseSmallDisk(installing);
  const partial = await folder.openPartial(sha256);
  try {
    if (partial.bytes !== pinned.pin.bytes || file !== null)
      await (file === null ? download(partial, installing) : copy(partial, file, installing));
    observer.onStep('checking');
    await checkBytes(partial, pinned);
    const path = await unpackAndPlace(partial, installing);
    await folder.forgetPartial(sha256);
    return path;
  } catch (error) {
    // Of use to the next attempt is only what may still become the right one.
    if (file !== null || isFinal(error)) await folder.forgetPartial(sha256);
    throw error;
  } finally {
    await partial.close();
  }
}

function isFinal(error: unknown): boolean {
  const codes: readonly string[] = ['install.wrong-bytes', 'install.archive-refused'];
  return error instanceof PymcpError && codes.includes(error.code);
}

async function download(
  partial: PartialFile,
  { pinned, folder, observer, signal, ca }: Installing,
): Promise<void> {
  const { archive, pin } = pinned;
  observer.onStep('downloading');
  const sink = {
    // More than all of it is no part of it.
    bytes: partial.bytes > pin.bytes ? 0 : partial.bytes,
    validator: folder.readValidator(pin.sha256),
    empty: () => partial.empty(),
    append: (chunk: Uint8Array) => partial.append(chunk),
    keepValidator: (validator: string | null) => folder.keepValidator(pin.sha256, validator),
  };
  const { bytes } = pin;
  const wanted = { ...(await locateArchive(archive)), bytes, mostBytes: bytes };
  await fetchArchive({ ...wanted, ...(ca === undefined ? {} : { ca }) }, sink, {
    signal,
    onBytes: (done) => {
      observer.onBytes(done, bytes);
    },
  });
}

/** Into our own file: what is checked must be what is unpacked, whoever else can write to the one that was given. */
async function copy(
  partial: PartialFile,
  file: string,
  { pinned, folder, observer, signal }: Installing,
): Promise<void> {
  const { bytes, sha256 } = pinned.pin;
  observer.onStep('copying');
  await partial.empty();
  await folder.keepValidator(sha256, null);
  for await (const part of readParts(file)) {
    signal.throwIfAborted();
    await partial.append(part);
    observer.onBytes(partial.bytes, bytes);
    // The rest cannot make it right.
    if (partial.bytes > bytes) return;
  }
}

async function unpackAndPlace(
  partial: PartialFile,
  { folder, pinned, observer, signal }: Installing,
): Promise<string> {
  const { archive, pin, component } = pinned;
  observer.onStep('unpacking');
  const stage = await folder.stage();
  try {
    await unpackArchive({
      source: partial.read(),
      folder: `${stage}/content`,
      policy: new ArchivePolicy({
        mostEntries: pin.entries,
        mostBytes: pin.unpackedBytes,
        links: archive.links,
      }),
      mostStreamBytes: pin.unpackedBytes + pin.entries * entryOverheadBytes + endBytes,
      signal,
      onEntry: observer.onEntry,
    });
    observer.onStep('placing');
    signal.throwIfAborted();
    const { name, version } = component;
    const record = { name, version, sha256: pin.sha256, url: archive.url, main: archive.main };
    return await folder.place(stage, pin.sha256, `${JSON.stringify(record)}\n`);
  } catch (error) {
    await folder.discard(stage);
    throw error;
  }
}

async function refuseSmallDisk({ folder, pinned: { pin } }: Installing): Promise<void> {
  const needed = pin.bytes + pin.unpackedBytes;
  const free = await folder.freeBytes();
  if (free < needed) throw full(folder, `${toMB(needed)} MB are needed, and ${toMB(free)} MB are free`);
}

const toMB = (bytes: number): number => Math.ceil(bytes / 1_000_000);

function full({ path }: ComponentFolder, why: string, cause?: unknown): PymcpError {
  return new PymcpError(
    'install.disk-full',
    `there is no room in ${path}: ${why}`,
    'free some space there, or set XDG_DATA_HOME to a folder elsewhere; then run the same command again',
    { cause },
  );
}

function toFailure(error: unknown, { folder, signal, pinned }: Installing): unknown {
  if (error instanceof PymcpError) return error;
  if (signal.aborted)
    return new PymcpError(
      'install.cancelled',
      `the installation of ${pinned.component.name} was cancelled`,
      'run the same command again: it goes on where it stopped, where the host allows that',
    );
  if (isOutOfRoom(error)) return full(folder, messageOf(error), error);
  return new PymcpError(
    'install.failed',
    `${pinned.component.name} could not be installed: ${messageOf(error)}`,
    `check ${folder.path} and the disk that it is on, then run the same command again`,
    { cause: error },
  );
}
