// Where the components of this user are, as the rest of the package asks for it.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { ComponentFolder } from '../../host/component-folder.js';
import { dataFolder } from '../../host/own-folders.js';
import type { PinnedArchive } from './choose-archive.js';

export interface InstalledComponent {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** The folder that the archive was unpacked to. */
  readonly folder: string;
  /** The file of it that is started or loaded. */
  readonly main: string;
}

/** Whether or not it is there yet. @throws PymcpError `install.failed` */
export function openComponentFolder(): ComponentFolder {
  const folder = dataFolder();
  if (folder !== null) return new ComponentFolder(join(folder, 'components'));
  throw new PymcpError(
    'install.failed',
    'there is no place for components: neither XDG_DATA_HOME nor HOME names a folder',
    'set XDG_DATA_HOME to a folder of your own',
  );
}

/** null where it is not installed. @throws PymcpError `install.unsafe` */
export function findInstalled(folder: ComponentFolder, pinned: PinnedArchive): InstalledComponent | null {
  const found = folder.check();
  if (found === 'missing') return null;
  if (found !== null) throw unsafe(found);
  const path = folder.find(pinned.pin.sha256);
  return path === null ? null : toInstalled(path, pinned);
}

export function toInstalled(path: string, { component, archive, pin }: PinnedArchive): InstalledComponent {
  const folder = join(path, 'content');
  const { name, version } = component;
  return { name, version, sha256: pin.sha256, folder, main: join(folder, archive.main) };
}

export function unsafe({ why, fix }: { readonly why: string; readonly fix: string }): PymcpError {
  return new PymcpError('install.unsafe', `the folder of the components cannot be trusted: ${why}`, fix);
}
