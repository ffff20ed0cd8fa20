// The tool code_actions.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import {
  askCodeActions,
  type CodeAction,
  type CodeActionsAnswer,
} from '../../services/code/ask/code-actions.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { describeMade, toMadeFields, toMadeOutput } from './made-change.js';
import { path, place, rules, spotSchema } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const input = z.strictObject({
  path,
  line: place.line.describe('Only what begins in this line, or from it to end_line'),
  end_line: place.line.describe('Not without line'),
  select: rules.describe('Rules or their beginnings, e.g. ["F", "UP"]; without it E4, E7, E9, F, I'),
  apply: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(100)
    .optional()
    .describe('Ids of actions to write, or ["safe"]; without it nothing is written'),
});

const mostDiff = 12_000;

export function codeActions(
  service: CodeService,
  caller: Caller,
): SessionTool<typeof input, CodeActionsAnswer> {
  return {
    name: 'code_actions',
    title: 'Mend a file',
    description:
      'Lists what can be mended in a Python file by itself: imports that are unused or out of order, and fixes of other rules of ruff. First call ' +
      'it without apply: it shows the actions with their ids, and as a difference what all safe ones would change. Then with apply ["safe"] ' +
      'or ids: written as one change. Safe ones keep what the code does. Needs a workspace that is writable to apply.',
    input,
    output: {
      ...toMadeOutput(service),
      actions: z.array(spotSchema.extend({ id: z.string(), title: z.string(), safe: z.boolean() })),
      omitted: z.int(),
      diff: z.string().describe('Of what was written, or would be with ["safe"]'),
    },
    programsWords: ['actions', 'diff'],
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    ask: (wanted) =>
      service.askBoth((sessions) =>
        askCodeActions(sessions, wanted, service.writerFor(caller, 'code_actions')),
      ),
    tell: ({ path: file, actions, omitted, diff, made }) => {
      const shown = diff.slice(0, mostDiff);
      const cut = diff.length - shown.length;
      return {
        message:
          `${made === null ? 'Nothing was written: ' : `Mended ${file}; there were `}${actions.length} actions in ${file}, ` +
          `${actions.filter(({ safe }) => safe).length} of them safe.${describeMade(made)}${sayOmitted(omitted, 'actions')}` +
          (cut > 0 ? ` ${cut} characters of the difference are left out.` : ''),
        fields: { ...toMadeFields(service, made), actions: actions.map(toFields), omitted, diff: shown },
        sections: [
          ...toSource('Actions', actions.map(show).join('\n')),
          ...toSource(made === null ? 'What all safe ones would change' : 'What was changed', shown),
        ],
      };
    },
  };
}

function toFields({ id, title, safe, spot }: CodeAction): Readonly<Record<string, unknown>> {
  return { ...spot, id, title, safe };
}

function show({ id, title, safe, spot }: CodeAction): string {
  return `${showSpot(spot)} ${id}${safe ? ' (safe)' : ''}: ${title}`;
}
