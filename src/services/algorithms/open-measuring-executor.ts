// The executor that measures for a gateway: what it runs sees the workspace and never writes to it, and no sandboxes wait beside it.
import type { ExecutionJournal } from '../../core/execution-journal.js';
import { parseLimits, type WantedLimits } from '../../core/limits.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Workspace } from '../../core/workspace.js';
import { Executor } from '../../execution/executor.js';
import type { Boundary } from '../../execution/open-template.js';

export interface MeasuringExecutorOptions {
  readonly strict: boolean;
  readonly limits: WantedLimits;
  readonly workspace: Workspace | null;
  /** What the outer wall may be. */
  readonly boundary?: Boundary;
  readonly redactor?: SecretRedactor;
  readonly journal?: ExecutionJournal;
}

/** More at once would measure each other; a client waits for no more than a few. */
const bounds = { atOnce: 2, waiting: 16 } as const;

/** Whoever opens it closes it. Nothing is started before it is needed. */
export function openMeasuringExecutor({ workspace, limits, ...options }: MeasuringExecutorOptions): Executor {
  return new Executor({
    ...options,
    ...(workspace === null ? {} : { workspace: { ...workspace, access: 'read-only' as const } }),
    limits: parseLimits(limits),
    bounds,
    pool: { least: 0, most: 0 },
  });
}
