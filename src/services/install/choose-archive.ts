// Which archive of which component, by a name that somebody gave and the machine at hand. Pure.
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import { showStart } from '../../core/show-start.js';
import type { Component, ComponentArchive, Manifest, Pin } from './manifest-schema.js';

/** One that may be installed. */
export interface PinnedArchive {
  readonly component: Component;
  readonly archive: ComponentArchive;
  readonly pin: Pin;
}

/** @param platform such as `linux-x64` @throws PymcpError `install.unknown`, `install.no-archive`, `install.unpinned` */
export function chooseArchive(manifest: Manifest, name: string, platform: string): PinnedArchive {
  const component = manifest.components.find((one) => one.name === name);
  if (component === undefined) throw unknown(manifest, name);
  const archive = archiveFor(component, platform);
  if (archive === null)
    throw new PymcpError(
      'install.no-archive',
      `there is no ${name} for ${platform}`,
      `it is there for ${component.archives.map((one) => one.platform).join(', ')}`,
    );
  if (archive.pin === null)
    throw new PymcpError(
      'install.unpinned',
      `${name} ${component.version} for ${archive.platform} is not pinned: nobody has recorded the checksum of its bytes yet`,
      'wait for a release that has it (pymcp install --list shows which have), or have the workflow "components" fill it',
    );
  return { component, archive, pin: archive.pin };
}

/** null where there is none. */
export function archiveFor({ archives }: Component, platform: string): ComponentArchive | null {
  return archives.find((one) => one.platform === platform || one.platform === 'any') ?? null;
}

function unknown({ components }: Manifest, name: string): PymcpError {
  const names = components.map((one) => one.name);
  const near = nearestName(name, names);
  return new PymcpError(
    'install.unknown',
    `there is no component ${JSON.stringify(showStart(name, 80))}`,
    near === null
      ? `use one of: ${names.join(', ')}`
      : `did you mean ${near}? There are: ${names.join(', ')}`,
  );
}
