// The tool list_changes.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { KeptChange } from '../../services/files/change-record.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { describeKept, whyKeptForGood } from './describe-kept.js';
import { toFileSection } from './file-section.js';

const input = z.strictObject({});

export function listChanges(
  files: Pick<FilesService, 'listChanges'>,
  caller: Caller,
): SessionTool<typeof input, readonly KeptChange[]> {
  return {
    name: 'list_changes',
    title: 'List the last changes',
    description:
      'The last changes that these tools made in the workspace, the latest first, each with the id for undo_change. What ' +
      'run_python or other programs change is not among them.',
    input,
    output: {
      changes: z.array(
        z.object({
          id: z.int(),
          time: z.string(),
          tool: z.string(),
          what: z.string(),
          not_undoable: z.string().nullable(),
        }),
      ),
    },
    programsWords: ['changes'],
    annotations: { readOnlyHint: true },
    ask: () => files.listChanges(caller),
    tell: (changes) => ({
      message: changes.length === 0 ? 'No change is kept.' : `${changes.length} changes, the latest first.`,
      fields: { changes: changes.map(toField) },
      sections: toFileSection('Changes', changes.map(toLine).join('\n')),
    }),
  };
}

function toField(change: KeptChange): Readonly<Record<string, unknown>> {
  const { id, record } = change;
  return {
    id,
    time: new Date(record.ms).toISOString(),
    tool: record.tool,
    what: describeKept(change),
    not_undoable: whyKeptForGood(change),
  };
}

function toLine(change: KeptChange): string {
  const { id, record } = change;
  const why = whyKeptForGood(change);
  return `${id} ${new Date(record.ms).toISOString()} ${describeKept(change)}${why === null ? '' : ` (for good: ${why})`}`;
}
