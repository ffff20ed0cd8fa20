// Whether the template of an environment will come up: opened once, without a network and with nothing to write to, before anybody is
// told that the environment is there. What it imports is code of strangers, and here it first runs.
import { PymcpError } from '../../core/errors.js';
import type { PackageTree } from '../../sandbox/backend-contract.js';
import type { OpenMaking } from './making-jail.js';

/** @throws PymcpError `environment.import-failed`, or as `Engine.openTemplate` */
export async function tryImports(
  { engine, interpreter, strict }: OpenMaking,
  { folder, content }: PackageTree,
  preload: readonly string[],
): Promise<void> {
  try {
    const template = await engine.openTemplate({
      interpreter,
      preload,
      strict,
      packages: { folder, content },
    });
    await template.close();
  } catch (error) {
    if (!(error instanceof PymcpError) || !error.message.startsWith('the environment could not import'))
      throw error;
    throw new PymcpError(
      'environment.import-failed',
      error.message,
      'name only modules that are there in --preload, add what they need to the requirements, or leave --preload out',
      { cause: error },
    );
  }
}
