// The packages of an environment, as an outer jail can be made to show them: where bubblewrap finds them, and what leads Python there.
import { join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import { mkdir } from '../../../host/files.js';
import { currentIdentity, type Identity } from '../../../host/process-identity.js';
import { stageFile } from '../../../host/stage-folder.js';
import { WalkedFolder } from '../../../host/walked-folder.js';
import { type PackageTree, sitePackages } from '../../backend-contract.js';
import type { PlacedFolder } from './folder-launcher.js';
import type { PythonInstallation } from './python-installation.js';

export interface PlacedPackages extends PlacedFolder {
  /** As ShownTree has it. */
  readonly siteFolder: string;
  /** user.mcp: whether it takes root to show it there (folder-launcher.ts); otherwise the place is the path. */
  readonly isMoved: boolean;
}

/**
 * What is compiled, and often what is not, fits one minor version of Python, and the one of the machine changes with it.
 * @throws PymcpError `environment.damaged`
 */
export function refuseOtherPython(
  { pythonVersion }: PackageTree,
  { interpreter, version }: PythonInstallation,
): void {
  if (pythonVersion === undefined || toMinor(pythonVersion) === toMinor(version)) return;
  throw new PymcpError(
    'environment.damaged',
    `the environment was made for Python ${pythonVersion}, and ${interpreter} is Python ${version} now; nothing was run`,
    'make it again: pymcp env remove NAME, then pymcp env create NAME with its requirements',
  );
}

const toMinor = (version: string): string => version.split('.').slice(0, 2).join('.');

/** @throws PymcpError `environment.damaged` where it is gone */
export async function placePackages(
  { folder }: PackageTree,
  guest: Identity,
  runtimeFolder: string,
): Promise<PlacedPackages> {
  const { device, inode } = identify(folder);
  const isMoved = guest.uid !== currentIdentity().uid;
  const place = isMoved ? join(runtimeFolder, 'env') : folder;
  if (isMoved) await mkdir(place, { mode: 0o711 });
  const siteFolder = await stageSiteFolder(runtimeFolder);
  return { what: 'environment', path: folder, device, inode, place, owner: null, siteFolder, isMoved };
}

/**
 * What Python finds where it looks for packages when it starts: one `.pth` file with one path in it, so that whatever a program
 * starts finds what it finds itself, in the same order and also with -I; `.pth` files on that path are not looked for.
 */
export async function stageSiteFolder(runtimeFolder: string): Promise<string> {
  const folder = join(runtimeFolder, 'site');
  await stageFile(folder, 'environment.pth', `${sitePackages}\n`);
  return folder;
}

function identify(path: string): { readonly device: bigint; readonly inode: bigint } {
  try {
    const folder = WalkedFolder.open(path);
    try {
      return folder.status;
    } finally {
      folder.close();
    }
  } catch (cause) {
    throw new PymcpError(
      'environment.damaged',
      `the packages of the environment cannot be read: ${messageOf(cause)}; nothing was run`,
      'if it was only just removed or made again, run it again; else look at it: pymcp env list',
      { cause },
    );
  }
}
