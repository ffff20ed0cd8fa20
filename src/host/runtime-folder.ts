// A template's private folder for its socket and staged files: `<runtime>/isolated-pymcp/gw-<pid>-<start time>-<random>/`,
// named for the gateway that it belongs to.
import { randomBytes } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chmod, mkdir, readdir, rm } from './files.js';
import { folderMode, openRuntimeParent, whileOthersTidyUp } from './runtime-parent.js';
import { startTimeOf } from './start-time.js';

export interface RuntimeFolder {
  readonly path: string;
  /** Removes it with all its content. */
  readonly remove: () => Promise<void>;
}

/**
 * Makes the folder, after removing those of gateways that are gone.
 * @throws PymcpError `host.runtime-folder` where no safe place is to be had
 */
export async function openRuntimeFolder(): Promise<RuntimeFolder> {
  return whileOthersTidyUp(async () => {
    const parent = await openRuntimeParent('guests');
    const path = await makeFolder(parent);
    return { path, remove: () => removeFolder(path, parent) };
  });
}

async function makeFolder(parent: string): Promise<string> {
  await sweep(parent);
  // One gateway may have several at once, one for each template.
  const random = randomBytes(4).toString('hex');
  const path = join(parent, `gw-${process.pid}-${startTimeOf(process.pid) ?? '0'}-${random}`);
  await mkdir(path, { mode: folderMode() });
  await chmod(path, folderMode());
  return path;
}

/** The last gateway takes the parent with it: nothing of us stays. */
async function removeFolder(path: string, parent: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await rmdir(parent).catch(ignoreUseOfOthers);
}

function ignoreUseOfOthers(): void {
  // Not empty, or gone already: both are as they should be.
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const match = /^gw-(\d+)-(\d+)(?:-[0-9a-f]+)?$/.exec(name);
    if (match?.[1] === undefined || startTimeOf(Number(match[1])) === match[2]) continue;
    // jail.once: what is removed by another gateway at this moment, or cannot be removed yet, is left to the next sweep.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
