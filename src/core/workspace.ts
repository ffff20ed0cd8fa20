// path.contained: a host folder that one template shows at /workspace, checked before anything is mounted. Pure types.

declare const checked: unique symbol;

/** Absolute real path of a folder that may be shown to a guest; only src/execution/open-workspace.ts makes one. */
export type WorkspacePath = string & { readonly [checked]: 'workspace' };

export type WorkspaceAccess = 'read-only' | 'writable';

export interface Workspace {
  readonly path: WorkspacePath;
  readonly access: WorkspaceAccess;
  /** user.mcp: whose files the guest sees as its own, by an idmapped mount; null where it needs none. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Of the folder that was checked (stat(2)): whatever stands at the path later is compared with it. */
  readonly device: bigint;
  readonly inode: bigint;
}
