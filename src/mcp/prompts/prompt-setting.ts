// What the prompts of the Python service know of their server and their caller.
import type { PythonService } from '../../services/python/python-service.js';
import type { ResourceSources } from '../resources/resource-sources.js';

export interface PromptSetting {
  readonly sources: ResourceSources;
  readonly environments: PythonService['environments'];
  readonly workspaceAccess: PythonService['workspaceAccess'];
}
