// user.mcp: under root, bubblewrap is started by guest/start_with_workspace.py, which shows the workspace to the guest as its
// own. Arguments only: a pure function.
import type { Workspace } from '../../../core/workspace.js';
import type { Identity } from '../../../host/process-identity.js';

export interface WorkspaceLauncher {
  readonly interpreter: string;
  /** Host folder with the staged guest program. */
  readonly guestFolder: string;
  readonly guest: Identity;
  readonly owner: Identity;
  readonly workspace: Workspace;
  /** An empty folder that the guest's user id can reach: there the workspace is, for bubblewrap alone. */
  readonly place: string;
}

/** @param program the program with its arguments that becomes of the launcher, as the guest's user id */
export function toLauncherCommand(launcher: WorkspaceLauncher, program: readonly string[]): string[] {
  const { interpreter, guestFolder, guest, owner, workspace, place } = launcher;
  return [
    ...[interpreter, '-I', '-B', `${guestFolder}/start_with_workspace.py`],
    ...[guest.uid, guest.gid, owner.uid, owner.gid].map(String),
    ...[workspace.path, String(workspace.device), String(workspace.inode), place],
    ...program,
  ];
}
