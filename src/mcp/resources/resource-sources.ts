// Where the resources of one client come from. Everything is bound to its caller.
import type { Caller } from '../../core/caller.js';
import type { ResultStore } from '../../services/python/result-store.js';
import type { SessionFiles } from '../../services/python/session-files.js';

export interface ResourceSources {
  readonly caller: Caller;
  readonly results: ResultStore;
  readonly sessions: SessionFiles;
}
