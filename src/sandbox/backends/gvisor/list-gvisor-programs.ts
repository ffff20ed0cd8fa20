// The programs of the system that a gVisor sandbox is built with and runs, as `pymcp updates` judges them.
import { realpath } from '../../../host/files.js';
import type { JailProgram } from '../../backend-contract.js';
import { describeInterpreter } from '../bubblewrap/list-programs.js';
import { findRunsc, installRunsc, readRunscVersion } from './gvisor-program.js';

/** @param interpreter absolute path */
export function listGvisorPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return Promise.all([describeRunsc(), describeInterpreter(interpreter)]);
}

async function describeRunsc(): Promise<JailProgram> {
  const name = 'runsc';
  const found = await findRunsc();
  if (found === null) return { name, state: 'absent', why: 'it is not installed', fix: installRunsc };
  const path = await realpath(found);
  const version = await readRunscVersion(path);
  if (version === null)
    return {
      ...{ name, state: 'absent', why: `${path} does not say its version` },
      fix: `${installRunsc} --reinstall`,
    };
  // Its makers number no releases that could be compared with Debian's.
  return { name, state: 'found', path, version, flaws: null };
}
