// A place to install to, components to install, and what is there afterwards.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentFolder } from '../../src/host/component-folder.js';
import type { PinnedArchive } from '../../src/services/install/choose-archive.js';
import { installComponent, type InstallResult } from '../../src/services/install/install-component.js';
import type { InstallObserver } from '../../src/services/install/install-observer.js';
import type { ComponentArchive } from '../../src/services/install/manifest-schema.js';
import { makeArchive } from './make-archive.js';

export interface Stage {
  readonly folder: ComponentFolder;
  /** Names in it but for the lock, sorted. */
  readonly names: () => readonly string[];
  readonly remove: () => void;
}

export function openStage(): Stage {
  const root = mkdtempSync(join(tmpdir(), 'pymcp-installs-'));
  mkdirSync(join(root, 'isolated-pymcp'), { mode: 0o700 });
  const folder = new ComponentFolder(join(root, 'isolated-pymcp', 'components'));
  return {
    folder,
    names: () =>
      readdirSync(folder.path)
        .filter((name) => name !== 'lock')
        .sort(),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What compression makes no smaller, the same each time. */
const noise = Array.from({ length: 40 }, (_, index) =>
  createHash('sha256').update(`${index}`).digest('base64'),
);

/** A small component: two files, one of them executable. */
export const goodArchive = makeArchive([
  { name: 'package/', type: '5', mode: 0o755 },
  { name: 'package/main', body: '#!/bin/sh\n', mode: 0o755 },
  { name: 'package/data/notes.txt', body: noise.join('\n') },
]);

export const goodPaths = ['package', 'package/data', 'package/data/notes.txt', 'package/main'] as const;

/** One whose recorded checksum is that of `bytes`, whatever those are. */
export function pin(bytes: Buffer, where: Partial<ComponentArchive> = {}): PinnedArchive {
  const sha256 = sha256Of(bytes);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const recorded = { sha256, bytes: bytes.length, unpackedBytes: 1_000_000, entries: 50 };
  const archive: ComponentArchive = {
    ...{ platform: 'any', url: 'https://localhost/x.tgz', hosts: ['localhost'], format: 'tar.gz' },
    ...{ links: 'refuse', main: 'package/main', publisher: { kind: 'sha512', integrity }, pin: recorded },
    ...where,
  };
  const about = { licence: 'MIT', summary: 'made by a test', advisories: 'https://example.org/' };
  const component = { name: 'made', version: '1.0', kind: 'engine', ...about, archives: [archive] } as const;
  return { component: { ...component, archives: [archive] }, archive, pin: archive.pin ?? recorded };
}

export const silent: InstallObserver = {
  onStep: () => undefined,
  onBytes: () => undefined,
  onEntry: () => undefined,
};

interface More {
  readonly file?: string;
  readonly ca?: string;
  readonly observer?: InstallObserver;
  readonly signal?: AbortSignal;
}

export function install(
  { folder }: Pick<Stage, 'folder'>,
  pinned: PinnedArchive,
  { file, observer = silent, signal = new AbortController().signal, ca }: More = {},
): Promise<InstallResult> {
  return installComponent({
    ...{ pinned, folder, file: file ?? null, observer, signal },
    wanted: new Set([pinned.pin.sha256]),
    ...(ca === undefined ? {} : { ca }),
  });
}
