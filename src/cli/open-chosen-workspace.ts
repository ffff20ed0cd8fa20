// `--workspace DIR` and `--writable`, the same for every command that runs programs.
import { PymcpError } from '../core/errors.js';
import type { Workspace } from '../core/workspace.js';
import { openWorkspace } from '../execution/open-workspace.js';

export interface WorkspaceOptions {
  readonly workspace?: string;
  readonly writable?: true;
}

/** As a part of a policy: empty where no workspace was asked for. @throws PymcpError */
export async function openChosenWorkspace(options: WorkspaceOptions): Promise<{ workspace?: Workspace }> {
  const { workspace, writable } = options;
  if (workspace !== undefined) {
    return { workspace: await openWorkspace(workspace, writable === true ? 'writable' : 'read-only') };
  }
  if (writable !== true) return {};
  throw new PymcpError(
    'usage.invalid',
    '--writable says how to share a workspace, and there is none',
    'name it: --workspace DIR --writable',
  );
}
