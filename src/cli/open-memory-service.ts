// The memory as settings want it: that of the workspace, or that which the user has without one.
import type { Settings } from '../config/settings.js';
import { MemoryService, type MemoryServiceOptions } from '../services/memory/memory-service.js';
import { openChosenWorkspace } from './open-chosen-workspace.js';

/** Whoever opens it closes it. @throws PymcpError `workspace.refused`, `memory.failed` */
export async function openMemoryService(
  { workspace: chosen }: Pick<Settings, 'workspace'>,
  observers: Pick<MemoryServiceOptions, 'redactor' | 'journal'>,
): Promise<MemoryService> {
  const { workspace } = await openChosenWorkspace(chosen === undefined ? {} : { workspace: chosen.folder });
  return new MemoryService({ workspace: workspace?.path ?? null, ...observers });
}
