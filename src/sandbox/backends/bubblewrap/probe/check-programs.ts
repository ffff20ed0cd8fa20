// The two programs of the system that the jail is built with.
import { PymcpError } from '../../../../core/errors.js';
import { inspectPath } from '../../../../host/files.js';
import type { Finding } from '../../../backend-contract.js';
import { findBubblewrap, readBubblewrapVersion } from '../bubblewrap-program.js';
import { findKnownFlaws } from '../known-flaws.js';
import { describePython } from '../python-installation.js';
import { findingsOf } from './findings-of.js';

const jail = findingsOf('jail');
const installBubblewrap = 'sudo apt-get install -y bubblewrap';
const setuidBit = 0o4000;

export interface FoundProgram {
  readonly finding: Finding;
  /** null where it cannot be used. */
  readonly path: string | null;
}

export async function checkBubblewrap(): Promise<FoundProgram> {
  const path = await findBubblewrap();
  if (path === null) {
    return { finding: jail.missing('bubblewrap', 'it is not installed', installBubblewrap), path: null };
  }
  const version = await readBubblewrapVersion(path);
  if (version === null) {
    const fix = `${installBubblewrap} --reinstall`;
    return { finding: jail.missing('bubblewrap', `${path} does not say its version`, fix), path: null };
  }
  const mode = (await inspectPath(path))?.mode ?? 0;
  return { finding: jail.ok('bubblewrap', describeBubblewrap(path, version, mode)), path };
}

export async function checkPython(interpreter: string): Promise<FoundProgram> {
  try {
    const { version, interpreter: path } = await describePython(interpreter);
    return { finding: jail.ok('python', `${version}, ${path}`), path };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return { finding: jail.missing('python', error.message, withoutWords(error.hint)), path: null };
  }
}

export function describeBubblewrap(path: string, version: string, mode: number): string {
  const isSetuid = (mode & setuidBit) !== 0;
  const notes = [`${version}, ${path}`];
  for (const { id, here } of findKnownFlaws(version, isSetuid) ?? [])
    notes.push(
      `${id} is in this version, unless your distribution has mended it (pymcp updates), and ${here}`,
    );
  if (isSetuid) notes.push('setuid root, which is not needed: sudo chmod u-s');
  return notes.join('; ');
}

function withoutWords(hint: string): string {
  return hint.replace(/^install it: /, '');
}
