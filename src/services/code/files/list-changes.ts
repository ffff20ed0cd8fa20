// What is different between two looks at the Python files of a workspace, as LSP tells it (FileChangeType). Pure.
import type { SourceList } from './source-folder.js';

export const fileChangeTypes = { created: 1, changed: 2, deleted: 3 } as const;

export interface FileChange {
  readonly path: string;
  readonly type: (typeof fileChangeTypes)[keyof typeof fileChangeTypes];
}

const { created, changed, deleted } = fileChangeTypes;

export function listChanges(before: SourceList, now: SourceList): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, stamp] of now) {
    const old = before.get(path);
    if (old !== stamp) changes.push({ path, type: old === undefined ? created : changed });
  }
  for (const path of before.keys()) if (!now.has(path)) changes.push({ path, type: deleted });
  return changes;
}
