// limit.memory: how much a jail writes into the folder that was made for it, looked at from outside while it runs.
import { doLater } from '../../host/clock.js';
import { measureTree } from '../../host/measure-tree.js';
import { makingBounds } from './making-bounds.js';

const lookEachMs = 1_000;

export interface SizeWatch {
  readonly isExceeded: () => boolean;
  readonly stop: () => void;
}

/** Aborts `over` once it is too much. Whoever begins it stops it. */
export function watchSize(folder: string, over: AbortController): SizeWatch {
  let isExceeded = false;
  let stopWaiting: () => void = () => undefined;
  const look = (): void => {
    const { bytes, inodes } = measureTree(folder, makingBounds.treeFiles);
    isExceeded = bytes > makingBounds.treeBytes || inodes > makingBounds.treeFiles;
    if (isExceeded) over.abort();
    else stopWaiting = doLater(lookEachMs, look);
  };
  stopWaiting = doLater(lookEachMs, look);
  return {
    isExceeded: () => isExceeded,
    stop: () => {
      stopWaiting();
    },
  };
}
