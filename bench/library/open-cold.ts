// The library without a pool: a template that is up, a sandbox that is forked when it is asked for.
import { defaultLimits } from '#pymcp/core/limits.js';
import type { EnvironmentName } from '#pymcp/core/names.js';
import { findEnvironment } from '#pymcp/execution/environments/known-environments.js';
import { execute } from '#pymcp/execution/execute.js';
import { openTemplate } from '#pymcp/execution/open-template.js';
import { inheritedBoundary } from './inherited-boundary.js';
import type { LibraryUnderTest } from './library-under-test.js';
import { toRequest } from './to-request.js';

export interface ColdLibrary extends LibraryUnderTest {
  /** Keeps so many sealed sandboxes waiting that nobody has used, as a pool does. */
  wait(count: number): Promise<void>;
}

/** The caller closes it. */
export async function openCold(environment: EnvironmentName): Promise<ColdLibrary> {
  const template = await openTemplate(
    { ...findEnvironment(environment), strict: false },
    inheritedBoundary(),
  );
  let waiting = 0;
  return {
    run: (code) => execute(template, toRequest(code, environment)),
    async wait(count) {
      for (; waiting < count; waiting += 1) {
        const { stdout, stderr } = await template.launch(defaultLimits);
        stdout.resume();
        stderr.resume();
      }
    },
    close: () => template.close(),
  };
}
