// Waits until a file has another content. The kernel tells of changes in its folder; where it does not, a look now and then does.
import { dirname } from 'node:path';
import { realpath } from '../../host/files.js';
import { startTimer } from '../../host/clock.js';
import { WalkedFolder } from '../../host/walked-folder.js';

const lookMs = 2_000;
/** Editors write in several steps. */
const settleMs = 150;

/**
 * @param read its content; null while it cannot be read
 * @returns the new content; null where the signal came first
 */
export async function awaitChange(
  path: string,
  before: string,
  read: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    await somethingHappens(path, signal);
    if (signal.aborted) return null;
    const now = await read();
    if (now !== null && now !== before) return now;
  }
  return null;
}

/** Resolves when something in the folder has changed and a moment has passed, or after a while, or when the signal comes. */
async function somethingHappens(path: string, signal: AbortSignal): Promise<void> {
  const look = startTimer(lookMs);
  const watch = await watchFolder(path);
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([look.passed, watch.changed, aborted]);
  look.stop();
  watch.stop();
  if (signal.aborted) return;
  const settle = startTimer(settleMs);
  await Promise.race([settle.passed, aborted]);
  settle.stop();
}

async function watchFolder(
  path: string,
): Promise<{ readonly changed: Promise<void>; readonly stop: () => void }> {
  try {
    const folder = WalkedFolder.open(await realpath(dirname(path)));
    let stop = (): void => undefined;
    const changed = new Promise<void>((resolve) => {
      stop = folder.watchOnce(resolve);
    });
    return {
      changed,
      stop: () => {
        stop();
        folder.close();
      },
    };
  } catch {
    return { changed: new Promise(() => undefined), stop: () => undefined };
  }
}
