// What there is to install on this machine, and what of it is there.
import type { ComponentFolder } from '../../host/component-folder.js';
import { archiveFor } from './choose-archive.js';
import { findInstalled } from './component-store.js';
import type { Component, Manifest } from './manifest-schema.js';

/** `unpinned`: nobody has recorded a checksum, so that it is not installed. */
export type ComponentState = 'installed' | 'available' | 'unpinned' | 'not for this machine';

export interface ListedComponent {
  readonly name: string;
  readonly version: string;
  readonly kind: Component['kind'];
  readonly state: ComponentState;
  /** Of the archive; null where that is not recorded. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly licence: string;
  readonly summary: string;
  readonly url: string | null;
  readonly advisories: string;
  /** The file that is started or loaded; null where it is not installed. */
  readonly main: string | null;
}

/** @throws PymcpError `install.unsafe` */
export function listComponents(
  { components }: Manifest,
  folder: ComponentFolder,
  platform: string,
): readonly ListedComponent[] {
  return components.map((component) => {
    const { name, version, kind, licence, summary, advisories } = component;
    const archive = archiveFor(component, platform);
    const pin = archive?.pin ?? null;
    const installed =
      archive === null || pin === null ? null : findInstalled(folder, { component, archive, pin });
    return {
      ...{ name, version, kind, state: stateOf(archive, installed) },
      ...{ bytes: pin?.bytes ?? null, sha256: pin?.sha256 ?? null, licence, summary },
      ...{ url: archive?.url ?? null, advisories, main: installed?.main ?? null },
    };
  });
}

function stateOf(archive: ReturnType<typeof archiveFor>, installed: object | null): ComponentState {
  if (archive === null) return 'not for this machine';
  if (archive.pin === null) return 'unpinned';
  return installed === null ? 'available' : 'installed';
}
