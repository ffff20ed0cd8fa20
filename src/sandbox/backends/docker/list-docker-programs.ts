// What a container of Docker's is made with, as `pymcp updates` judges it.
import { PymcpError } from '../../../core/errors.js';
import type { JailProgram } from '../../backend-contract.js';
import { describeInterpreter } from '../bubblewrap/list-programs.js';
import { DockerDaemon } from './docker-daemon.js';

/** @param interpreter absolute path */
export function listDockerPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return Promise.all([describeDaemon(), describeInterpreter(interpreter)]);
}

/** Distributions mend it without a new number of its makers'. */
async function describeDaemon(): Promise<JailProgram> {
  const name = 'docker';
  try {
    const { socketPath, version } = await DockerDaemon.find();
    return { name, state: 'found', path: socketPath, version, flaws: null };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return { name, state: 'absent', why: error.message, fix: error.hint.replace(/^install it: /, '') };
  }
}
