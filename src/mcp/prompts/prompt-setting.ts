// What the prompts of the Python service know of their server and their caller.
import type { ErrorSources } from '../explain-error/collect-context.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { ResourceSources } from '../resources/resource-sources.js';

export interface PromptSetting {
  readonly sources: ResourceSources;
  /** At this moment. */
  readonly environments: () => PythonService['environments'];
  readonly workspaceAccess: PythonService['workspaceAccess'];
  readonly lastErrors: PythonService['lastErrors'];
  /** Where what is known of an error comes from; null where there is no workspace. */
  readonly errors: ErrorSources | null;
}
