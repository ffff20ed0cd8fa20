// Files of ours where a jail can show them.
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { chmod, inspectPath, readdir } from './files.js';
import { runCommand } from './run-command.js';

const compileMs = 30_000;
/** What is handed over with a run is not here too. */
const leftOut: readonly string[] = ['tests', '__pycache__', 'pymcp_analysis', 'pymcp_wheels'];

/** A new folder with one file in it, for everybody to read. @throws PymcpError `host.runtime-folder` where there is no room */
export async function stageFile(folder: string, name: string, text: string): Promise<void> {
  try {
    await mkdir(folder);
    await writeFile(join(folder, name), text, { flag: 'wx' });
  } catch (cause) {
    throw new PymcpError(
      'host.runtime-folder',
      `${join(folder, name)} could not be made: ${messageOf(cause)}`,
      'free some space there (df shows how much is left), or set XDG_RUNTIME_DIR to a folder of your own elsewhere',
      { cause },
    );
  }
  // Whatever the umask is.
  await chmod(join(folder, name), 0o444);
  await chmod(folder, 0o755);
}

/**
 * Copies a folder of ours to where the guest identity can read it; its origin may lie in a closed home folder.
 * @throws PymcpError `host.runtime-folder` where there is no room
 */
export function stageFolder(source: string, target: string): void {
  try {
    copyFolder(source, target);
  } catch (cause) {
    throw new PymcpError(
      'host.runtime-folder',
      `the guest program could not be copied to ${target}: ${messageOf(cause)}`,
      'free some space there (df shows how much is left), or set XDG_RUNTIME_DIR to a folder of your own elsewhere',
      { cause },
    );
  }
}

/** Synchronous: each of a hundred small files takes microseconds, and several times as long where each step of it is waited for. */
function copyFolder(source: string, target: string): void {
  mkdirSync(target);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (leftOut.includes(entry.name)) continue;
    if (entry.isDirectory()) copyFolder(from, to);
    else {
      copyFileSync(from, to);
      // Whatever the umask and the mode of the origin were.
      chmodSync(to, 0o644);
    }
  }
  chmodSync(target, 0o755);
}

/**
 * Has `interpreter` compile the staged Python files, for programs that may not write there. Where that fails they are compiled
 * each time that they are read. jail.once: it ends with us.
 */
export async function compileStaged(folder: string, interpreter: string): Promise<void> {
  const words = ['-I', '-B', join(folder, 'compile_guest.py'), String(process.pid)];
  await runCommand(interpreter, words, { timeoutMs: compileMs, env: {} });
  await openModes(folder);
}

/** Whatever the umask and the modes of the origin were. */
async function openModes(target: string): Promise<void> {
  for (const name of await readdir(target, { recursive: true })) {
    const path = join(target, name);
    await chmod(path, (await inspectPath(path))?.isFolder === true ? 0o755 : 0o644);
  }
  await chmod(target, 0o755);
}
