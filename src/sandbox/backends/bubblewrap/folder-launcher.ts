// user.mcp: under root, bubblewrap is started by guest/start_with_folders.py, which shows a workspace to the guest as its own, and
// the packages of an environment out of a folder that is root's alone. Arguments only: a pure function.
import type { Identity } from '../../../host/process-identity.js';

/** A folder of the host where bubblewrap finds it. */
export interface PlacedFolder {
  /** The word for it in errors. */
  readonly what: 'workspace' | 'environment';
  readonly path: string;
  readonly device: bigint;
  readonly inode: bigint;
  /** An empty folder that the guest's user id can reach: there it is, for bubblewrap alone. */
  readonly place: string;
  /** Whose files are shown as the guest's; null: as they are. */
  readonly owner: Identity | null;
}

export interface FolderLauncher {
  readonly interpreter: string;
  /** Host folder with the staged guest program. */
  readonly guestFolder: string;
  readonly guest: Identity;
  readonly folders: readonly PlacedFolder[];
}

/** @param program the program with its arguments that becomes of the launcher, as the guest's user id */
export function toLauncherCommand(
  { interpreter, guestFolder, guest, folders }: FolderLauncher,
  program: readonly string[],
): string[] {
  return [
    ...[interpreter, '-I', '-B', `${guestFolder}/start_with_folders.py`],
    ...[guest.uid, guest.gid, folders.length].map(String),
    ...folders.flatMap(toWords),
    ...program,
  ];
}

function toWords({ what, path, device, inode, place, owner }: PlacedFolder): string[] {
  const owners = owner === null ? ['-', '-'] : [String(owner.uid), String(owner.gid)];
  return [what, path, String(device), String(inode), place, ...owners];
}
