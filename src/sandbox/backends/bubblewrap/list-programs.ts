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
  const name = 'bubblewrap';
  const found = await findBubblewrap();
  if (found === null)
    return { name, state: 'absent', why: 'it is not installed', fix: 'sudo apt-get install -y bubblewrap' };
  const path = await realpath(found);
  const version = await readBubblewrapVersion(path);
  if (version === null)
    return {
      ...{ name, state: 'absent', why: `${path} does not say its version` },
      fix: 'sudo apt-get install -y --reinstall bubblewrap',
    };
  const isSetuid = (((await inspectPath(path))?.mode ?? 0) & setuidBit) !== 0;
  return { name, state: 'found', path, version, flaws: findKnownFlaws(version, isSetuid) };
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
