// The programs of the system that a gVisor sandbox is built with and runs, as `pymcp updates` judges them.
import type { JailProgram } from '../../backend-contract.js';
import { describeInterpreter, describeProgram } from '../bubblewrap/list-programs.js';
import { findRunsc, installRunsc, readRunscVersion } from './gvisor-program.js';

/** @param interpreter absolute path */
export function listGvisorPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return Promise.all([describeRunsc(), describeInterpreter(interpreter)]);
}

/** Its makers number no releases that could be compared with Debian's. */
async function describeRunsc(): Promise<JailProgram> {
  return describeProgram('runsc', await findRunsc(), {
    readVersion: readRunscVersion,
    install: installRunsc,
    reinstall: `${installRunsc} --reinstall`,
  });
}
