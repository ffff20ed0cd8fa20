// Finds bubblewrap. Looked for where packages put it: somebody else's PATH must not choose what builds the jail.
import { PymcpError } from '../../../core/errors.js';
import { isExecutable } from '../../../host/files.js';
import { runCommand } from '../../../host/run-command.js';

const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'] as const;

export async function findBubblewrap(): Promise<string | null> {
  for (const path of places) if (await isExecutable(path)) return path;
  return null;
}

/** @throws PymcpError `host.program-missing` */
export async function requireBubblewrap(): Promise<string> {
  const path = await findBubblewrap();
  if (path !== null) return path;
  throw new PymcpError(
    'host.program-missing',
    'bubblewrap (bwrap) is not installed',
    'install it: sudo apt-get install -y bubblewrap',
  );
}

/** e.g. "0.8.0"; null where it does not answer. */
export async function readBubblewrapVersion(path: string): Promise<string | null> {
  const { stdout } = await runCommand(path, ['--version'], { timeoutMs: 10_000, env: {} });
  return /bubblewrap (\S+)/.exec(stdout)?.[1] ?? null;
}
