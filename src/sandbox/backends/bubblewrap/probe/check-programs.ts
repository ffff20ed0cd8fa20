// The two programs of the system that the jail is built with.
import { PymcpError } from '../../../../core/errors.js';
import { inspectPath } from '../../../../host/files.js';
import type { Finding } from '../../../backend-contract.js';
import { findBubblewrap, readBubblewrapVersion } from '../bubblewrap-program.js';
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
  const notes = [`${version}, ${path}`];
  // FACTS: before 0.12 it follows links where it makes mount points, which guest code must have been able to write.
  if (isBefore012(version)) {
    notes.push(
      'CVE-2026-87766 is in this version and cannot be used here: no mount lies below a place that guest code can write',
    );
  }
  if ((mode & setuidBit) !== 0) notes.push('setuid root, which is not needed: sudo chmod u-s');
  return notes.join('; ');
}

function isBefore012(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major === 0 && minor < 12;
}

function withoutWords(hint: string): string {
  return hint.replace(/^install it: /, '');
}
