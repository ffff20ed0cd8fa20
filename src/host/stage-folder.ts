// Files of ours where a jail can show them.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { chmod, inspectPath, readdir } from './files.js';

/**
 * Copies a folder of ours to where the guest identity can read it; its origin may lie in a closed home folder.
 * @throws PymcpError `host.runtime-folder` where there is no room
 */
export async function stageFolder(source: string, target: string): Promise<void> {
  try {
    await cp(source, target, {
      recursive: true,
      filter: (path) => !path.endsWith('/tests') && !path.endsWith('/__pycache__'),
    });
  } catch (cause) {
    throw new PymcpError(
      'host.runtime-folder',
      `the guest program could not be copied to ${target}: ${messageOf(cause)}`,
      'free some space there (df shows how much is left), or set XDG_RUNTIME_DIR to a folder of your own elsewhere',
      { cause },
    );
  }
  // Whatever the umask and the modes of the origin were.
  for (const name of await readdir(target, { recursive: true })) {
    const path = join(target, name);
    await chmod(path, (await inspectPath(path))?.isFolder === true ? 0o755 : 0o644);
  }
  await chmod(target, 0o755);
}
