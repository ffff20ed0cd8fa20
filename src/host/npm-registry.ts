// install.verified: the registry that npm is set to on this machine. Which one that is belongs to the machine, and is no business of this
// package: bytes are believed by their checksum, wherever they come from.
import { findProgramOnPath } from './find-program-on-path.js';
import { runCommand } from './run-command.js';

/** npm reads some files, and asks nobody. */
const patienceMs = 30_000;

/** As npm says it; null where there is no npm, or it says nothing. */
export async function readNpmRegistry(): Promise<string | null> {
  const npm = await findProgramOnPath('npm');
  if (npm === null) return null;
  const set = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  // The settings of whatever folder we stand in are not those of its user: npm is told that it stands at the top.
  const { status, stdout } = await runCommand(npm, ['--prefix', '/', 'config', 'get', 'registry'], {
    timeoutMs: patienceMs,
    env: Object.fromEntries(set),
  });
  return status === 0 ? stdout.trim() : null;
}
