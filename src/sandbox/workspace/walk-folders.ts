// Walks the folders of a workspace by descriptor while guests may rename, swap and remove what is in it. Never follows a
// link, so it never leaves; bounded, so that no guest can keep the gateway busy.
import { PymcpError } from '../../core/errors.js';
import { letOthersRun, monotonicMs } from '../../host/clock.js';
import type { ByteString, WalkedFolder } from '../../host/walked-folder.js';

export interface Walk {
  /** @returns the names of the folders in it that are to be walked too */
  enter(folder: WalkedFolder, path: ByteString): readonly ByteString[];
  /** A folder that this process may not list. */
  skip(path: ByteString): void;
  /** Whether whoever walks closes it, and not the walk: it stays open after that. */
  keeps?(folder: WalkedFolder): boolean;
}

const mostLevels = 100;
/** limit.memory: a guest can make paths of any length, and the gateway keeps many of them. */
const mostPathBytes = 2048;
/** How long others wait at most for a step of a walk. */
const sliceMs = 10;

interface Level {
  readonly folder: WalkedFolder;
  readonly path: ByteString;
  readonly names: ByteString[];
}

/** @param root stays open @throws PymcpError `workspace.refused` where folders lie too deep in each other */
export async function walkFolders(root: WalkedFolder, walk: Walk): Promise<void> {
  const levels: Level[] = [{ folder: root, path: '', names: [...walk.enter(root, '')] }];
  let sliceStarted = monotonicMs();
  try {
    for (let top = levels.at(-1); top !== undefined; top = levels.at(-1)) {
      const name = top.names.pop();
      if (name === undefined) {
        levels.pop();
        if (top.folder !== root && walk.keeps?.(top.folder) !== true) top.folder.close();
      } else {
        const path = joinPath(top.path, name);
        const folder = openOrSkip(top.folder, name, path, walk);
        if (folder !== null) {
          const level: Level = { folder, path, names: [] };
          levels.push(level);
          refuseTooDeep(levels.length, path);
          level.names.push(...walk.enter(folder, path));
        }
      }
      if (monotonicMs() - sliceStarted > sliceMs) {
        await letOthersRun();
        sliceStarted = monotonicMs();
      }
    }
  } finally {
    for (const { folder } of levels) if (folder !== root && walk.keeps?.(folder) !== true) folder.close();
  }
}

export function joinPath(folder: ByteString, name: ByteString): ByteString {
  return folder === '' ? name : `${folder}/${name}`;
}

function openOrSkip(
  folder: WalkedFolder,
  name: ByteString,
  path: ByteString,
  walk: Walk,
): WalkedFolder | null {
  try {
    return folder.openBelow(name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EACCES' || code === 'EPERM') walk.skip(path);
    // Gone, or something else by now.
    else if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE'].includes(code)) throw error;
    return null;
  }
}

function refuseTooDeep(levels: number, path: ByteString): void {
  if (levels <= mostLevels && path.length <= mostPathBytes) return;
  throw new PymcpError(
    'workspace.refused',
    `the workspace has folders more than ${mostLevels} levels or ${mostPathBytes} bytes deep, where secrets are not looked for`,
    'remove the deepest folders, or name a smaller folder',
  );
}
