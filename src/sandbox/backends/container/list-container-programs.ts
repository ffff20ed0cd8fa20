// The programs of the system that a container is built with and runs, as `pymcp updates` judges them.
import type { JailProgram } from '../../backend-contract.js';
import { describeInterpreter, describeProgram } from '../bubblewrap/list-programs.js';
import {
  findInPackages,
  findRuntime,
  installPodman,
  installRuntime,
  podmanVersion,
  readVersion,
  runtimeVersion,
} from './podman-program.js';

/** @param interpreter absolute path */
export async function listContainerPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  const [podman, runtime] = await Promise.all([findInPackages('podman'), findRuntime()]);
  return Promise.all([
    describe('podman', podman, podmanVersion, installPodman),
    describe(runtime?.name ?? 'runc', runtime?.path ?? null, runtimeVersion, installRuntime()),
    describeInterpreter(interpreter),
  ]);
}

/** Distributions mend these without a new number of their makers'. */
function describe(
  name: string,
  found: string | null,
  pattern: RegExp,
  install: string,
): Promise<JailProgram> {
  return describeProgram(name, found, {
    readVersion: (path) => readVersion(path, pattern),
    install,
    reinstall: `${install} --reinstall`,
  });
}
