// What harmless attacks do without this jail: in plain Python, and in one bubblewrap as people write it. Only attacks that are marked
// for it, as a user without rights, with limits on each process, a folder of their own and a deadline.
import { exists } from '../host/files.js';
import { type Identity, chooseGuestIdentity, currentIdentity } from '../host/process-identity.js';
import { runCommand } from '../host/run-command.js';
import { makeTemporaryFolder } from '../host/temporary-folder.js';
import type { Attack } from './attack.js';
import { Canaries, canaryVariable } from './canaries.js';

/** `broke`: it got what it was after. `unclear`: it did not say. */
export type OutsideVerdict = 'broke' | 'held' | 'unclear';

export interface Compared {
  readonly name: string;
  readonly plainPython: OutsideVerdict;
  /** Null where bubblewrap is not there. */
  readonly oneBubblewrap: OutsideVerdict | null;
}

export type Comparison = readonly Compared[];

const python = '/usr/bin/python3';
const bubblewrap = '/usr/bin/bwrap';
const timeoutMs = 20_000;

/** What stands in many a script: every namespace, a read-only root, a private /tmp. */
// prettier-ignore
const usualArguments = [
  '--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc',
] as const;

/** Limits of the process before the attack starts: memory, processes, files, processor time. */
const launcher = `
import os, resource, runpy, sys
for kind, most in ((resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_FSIZE, 64 << 20), (resource.RLIMIT_CPU, 10), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(kind, (most, most))
if os.getuid() != 0: resource.setrlimit(resource.RLIMIT_NPROC, (256, 256))
os.chdir(sys.argv[1]); sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/main.py", run_name="__main__")
`;

export async function compareOutside(
  attacks: readonly Attack[],
  library: string,
  onCompared: () => void,
): Promise<Comparison> {
  const hasBubblewrap = await exists(bubblewrap);
  const found: Compared[] = [];
  for (const attack of attacks.filter(({ header }) => header.isSafeOutside)) {
    const plainPython = await tryOutside(attack, library, 'plain Python');
    const oneBubblewrap = hasBubblewrap ? await tryOutside(attack, library, 'one bubblewrap') : null;
    found.push({ name: attack.name, plainPython, oneBubblewrap });
    onCompared();
  }
  return found;
}

async function tryOutside(
  { code }: Attack,
  library: string,
  by: 'plain Python' | 'one bubblewrap',
): Promise<OutsideVerdict> {
  const canaries = await Canaries.plant();
  const place = await makeTemporaryFolder('outside-of-verify-');
  try {
    await place.plant('main.py', code);
    await place.plant('attack.py', library);
    const target = { ...canaries.describe(), mark: 'outside', turn: 1, gateway: process.pid };
    await place.plant('target.json', JSON.stringify(target));
    const identity: Identity = chooseGuestIdentity();
    await place.giveTo(identity);
    const start = [python, '-E', '-s', '-B', '-c', launcher, place.path];
    const [file, args] =
      by === 'plain Python'
        ? [python, start.slice(1)]
        : [bubblewrap, [...usualArguments, '--bind', place.path, place.path, '--', ...start]];
    const { stdout, stderr } = await runCommand(file, args, {
      timeoutMs,
      env: { PATH: '/usr/bin:/bin', HOME: place.path, [canaryVariable]: canaries.secret },
      ...(currentIdentity().uid === 0 ? { identity } : {}),
    });
    return toVerdict(`${stdout}\n${stderr}`);
  } finally {
    await place.remove();
    await canaries.remove();
  }
}

function toVerdict(said: string): OutsideVerdict {
  if (/^BROKE: /m.test(said)) return 'broke';
  return /^HELD: /m.test(said) ? 'held' : 'unclear';
}
