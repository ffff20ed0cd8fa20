// The tool format.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import { askFormat, type FormatAnswer } from '../../services/code/ask/format.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { path } from './place-schema.js';
import { describeMade, toMadeFields, toMadeOutput } from './made-change.js';
import { toSource } from './to-source.js';

const input = z.strictObject({
  path,
  apply: z.boolean().optional().describe('Without it, or false: a preview, and nothing is written'),
});

const mostShown = 12_000;

export function format(service: CodeService, caller: Caller): SessionTool<typeof input, FormatAnswer> {
  return {
    name: 'format',
    title: 'Format a file',
    description:
      'Formats a Python file of the workspace with ruff in its usual style. Without apply it shows what the file would look like; with apply ' +
      'true it writes it, which needs a workspace that is writable.',
    input,
    output: {
      ...toMadeOutput(service),
      changed_lines: z.int(),
      formatted: z.string().describe('Empty where it is so already'),
    },
    programsWords: ['formatted'],
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    ask: (wanted, signal) =>
      service.askLinter(async (session) => {
        const write = wanted.apply === true ? service.writerFor(caller, 'format') : null;
        return askFormat(session, wanted.path, write);
      }, signal),
    tell: ({ path: file, made, formatted, changedLines }) => {
      const shown = made !== null ? '' : (formatted ?? '').slice(0, mostShown);
      const left = made !== null ? 0 : (formatted ?? '').length - shown.length;
      return {
        message:
          formatted === null
            ? `${file} is formatted already.`
            : `${made !== null ? 'Formatted' : 'A preview, nothing is written:'} ${file}, ${changedLines} lines change.${describeMade(made)}` +
              (left > 0 ? ` ${left} characters more are left out.` : ''),
        fields: { ...toMadeFields(service, made), changed_lines: changedLines, formatted: shown },
        sections: toSource('Formatted', shown),
      };
    },
  };
}
