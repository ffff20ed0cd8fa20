// The library as a gateway uses it: children wait, sealed, and each is used once.
import type { EnvironmentName } from '#pymcp/core/names.js';
import { Executor } from '#pymcp/execution/executor.js';
import { inheritedBoundary } from './inherited-boundary.js';
import type { LibraryUnderTest } from './library-under-test.js';
import { toRequest } from './to-request.js';

/** The caller closes it. */
export async function openPooled(environment: EnvironmentName): Promise<LibraryUnderTest> {
  const executor = new Executor({ strict: false, boundary: inheritedBoundary() });
  await executor.warmUp(environment);
  return {
    run: (code) => executor.run(toRequest(code, environment)),
    close: () => executor.close(),
  };
}
