// The programs of the system that a jail is built with and runs, as `pymcp updates` judges them.
import { PymcpError } from '../../../core/errors.js';
import { inspectPath, realpath } from '../../../host/files.js';
import type { JailProgram } from '../../backend-contract.js';
import { findBubblewrap, readBubblewrapVersion } from './bubblewrap-program.js';
import { findKnownFlaws } from './known-flaws.js';
import { describePython } from './python-installation.js';

const setuidBit = 0o4000;

/** @param interpreter absolute path */
export function listPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return Promise.all([describeBubblewrap(), describeInterpreter(interpreter)]);
}

async function describeBubblewrap(): Promise<JailProgram> {
  const bubblewrap = await describeProgram('bubblewrap', await findBubblewrap(), {
    readVersion: readBubblewrapVersion,
    install: 'sudo apt-get install -y bubblewrap',
    reinstall: 'sudo apt-get install -y --reinstall bubblewrap',
  });
  if (bubblewrap.state === 'absent') return bubblewrap;
  const { path, version } = bubblewrap;
  const isSetuid = (((await inspectPath(path))?.mode ?? 0) & setuidBit) !== 0;
  return { ...bubblewrap, flaws: findKnownFlaws(version, isSetuid) };
}

export interface ProgramWays {
  /** null where it does not answer. */
  readonly readVersion: (path: string) => Promise<string | null>;
  /** Commands. */
  readonly install: string;
  readonly reinstall: string;
}

/** Without its flaws: whoever knows how its versions compare adds them. @param found where it is, links not resolved; null: nowhere */
export async function describeProgram(
  name: string,
  found: string | null,
  { readVersion, install, reinstall }: ProgramWays,
): Promise<JailProgram> {
  if (found === null) return { name, state: 'absent', why: 'it is not installed', fix: install };
  const path = await realpath(found);
  const version = await readVersion(path);
  if (version === null)
    return { name, state: 'absent', why: `${path} does not say its version`, fix: reinstall };
  return { name, state: 'found', path, version, flaws: null };
}

export async function describeInterpreter(interpreter: string): Promise<JailProgram> {
  const name = 'python';
  try {
    const { version, interpreter: path } = await describePython(interpreter);
    return { name, state: 'found', path, version, flaws: [] };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return { name, state: 'absent', why: error.message, fix: error.hint.replace(/^install it: /, '') };
  }
}
