// The programs of the system that a container is built with and runs, as `pymcp updates` judges them.
import { realpath } from '../../../host/files.js';
import type { JailProgram } from '../../backend-contract.js';
import { describeInterpreter } from '../bubblewrap/list-programs.js';
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

async function describe(
  name: string,
  found: string | null,
  pattern: RegExp,
  fix: string,
): Promise<JailProgram> {
  if (found === null) return { name, state: 'absent', why: 'it is not installed', fix };
  const path = await realpath(found);
  const version = await readVersion(path, pattern);
  if (version === null)
    return { name, state: 'absent', why: `${path} does not say its version`, fix: `${fix} --reinstall` };
  // Distributions mend these without a new number of their makers'.
  return { name, state: 'found', path, version, flaws: null };
}
