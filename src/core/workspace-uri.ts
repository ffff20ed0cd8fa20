// Addresses of the files of the workspace, which all callers share. Pure.
import { whyNotContained } from './contained-path.js';
import { decodePath, encodePath } from './uri-path.js';

/** RFC 6570. */
export const workspaceTemplate = 'pymcp://workspace/{+path}';
export const workspacePrefix = 'pymcp://workspace/';

/** @param path relative to the workspace, as src/core/contained-path.ts has it */
export function toWorkspaceUri(path: string): string {
  return `${workspacePrefix}${encodePath(path)}`;
}

/** The path; null where it is no address of a file there. path.contained: one that leads elsewhere is none. */
export function parseWorkspaceUri(uri: string): string | null {
  if (!uri.startsWith(workspacePrefix) || /[?#]/.test(uri)) return null;
  const path = decodePath(uri.slice(workspacePrefix.length));
  return path === null || whyNotContained(path) !== null ? null : path;
}
