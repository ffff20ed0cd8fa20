// Finds runsc. Looked for where packages put it: somebody else's PATH must not choose what builds the jail.
import { PymcpError } from '../../../core/errors.js';
import { isExecutable } from '../../../host/files.js';
import { runCommand } from '../../../host/run-command.js';

const places = ['/usr/bin/runsc', '/usr/local/bin/runsc'] as const;
export const installRunsc = 'sudo apt-get install -y runsc';

export async function findRunsc(): Promise<string | null> {
  for (const path of places) if (await isExecutable(path)) return path;
  return null;
}

/** @throws PymcpError `host.program-missing` */
export async function requireRunsc(): Promise<string> {
  const path = await findRunsc();
  if (path !== null) return path;
  throw new PymcpError(
    'host.program-missing',
    'gVisor (runsc) is not installed',
    `install it: ${installRunsc}`,
  );
}

/** e.g. "0.0~20221219.0", as Debian's says it; null where it does not answer. */
export async function readRunscVersion(path: string): Promise<string | null> {
  const { stdout } = await runCommand(path, ['--version'], { timeoutMs: 10_000, env: {} });
  return /runsc version (\S+)/.exec(stdout)?.[1] ?? null;
}
