// path.contained: from a path as a client writes it to one below the workspace. The worker keeps the boundary; this finds out
// what was meant, and says what is wrong with it. Pure.
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';

/** What the jail calls it, and so what results call it. */
export const workspaceRoot = '/workspace';

const mostBytes = 4096;
/** As the kernel has it (NAME_MAX). */
const mostNameBytes = 255;

/**
 * Relative to the workspace, below /workspace, or below its place on this machine, which is what clients know.
 * @param hostPath of the workspace
 * @returns slash-separated, without `.` and `..`; empty for the workspace itself
 * @throws PymcpError `files.refused`
 */
export function parseFilePath(given: string, hostPath: string): string {
  const refuse = (why: string): never => {
    throw new PymcpError(
      'files.refused',
      `the path ${JSON.stringify(showStart(given, 120))} ${why}`,
      `name what is in the workspace: src/main.py, or ${workspaceRoot}/src/main.py`,
    );
  };
  if (!given.isWellFormed()) return refuse('has half of a surrogate pair');
  if (given.includes('\0')) return refuse('has a NUL character');
  if (Buffer.byteLength(given) > mostBytes) return refuse(`has more than ${mostBytes} bytes`);
  const parts: string[] = [];
  for (const part of withoutRoot(given, hostPath, refuse).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') {
      if (Buffer.byteLength(part) > mostNameBytes) refuse(`has a name of more than ${mostNameBytes} bytes`);
      parts.push(part);
    } else if (parts.pop() === undefined) refuse('leads out of the workspace');
  }
  return parts.join('/');
}

/** As results and records name it. */
export function toWorkspacePath(path: string): string {
  return path === '' ? workspaceRoot : `${workspaceRoot}/${path}`;
}

function withoutRoot(given: string, hostPath: string, refuse: (why: string) => never): string {
  if (given.startsWith('file:')) return refuse('is an address and no path');
  if (given.startsWith('~')) return refuse('begins with ~, and there is no home in the workspace');
  if (!given.startsWith('/')) return given;
  for (const root of [workspaceRoot, hostPath])
    if (given === root || given.startsWith(`${root}/`)) return given.slice(root.length);
  return refuse('is absolute and leads out of the workspace');
}

/** Characters that make a name look like another, or that no line can show. */
const misleading = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** Of a name that is about to be made; what is there may be called anything. @throws PymcpError `files.refused` */
export function refuseMisleading(path: string): void {
  if (!misleading.test(path)) return;
  throw new PymcpError(
    'files.refused',
    `the name ${JSON.stringify(showStart(path, 120))} has characters that are not seen or turn the direction of text`,
    'choose a name without them',
  );
}
