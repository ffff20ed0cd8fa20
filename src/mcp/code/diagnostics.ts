// The tool diagnostics.
import { z } from 'zod';
import {
  askDiagnostics,
  type Diagnostic,
  type DiagnosticsAnswer,
} from '../../services/code/ask/diagnostics.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { path, spotSchema } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const input = z.strictObject({ path });

const diagnosticSchema = spotSchema.extend({
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  message: z.string(),
  rule: z.string().nullable(),
});

export function diagnostics(service: CodeService): SessionTool<typeof input, DiagnosticsAnswer> {
  return {
    name: 'diagnostics',
    title: 'Check a file',
    description:
      'Checks a Python file of the workspace as it is now, without running it: syntax errors, names that are not defined, imports that ' +
      'are not there, types that do not fit. Use it after every edit.',
    input,
    output: { diagnostics: z.array(diagnosticSchema), errors: z.int(), omitted: z.int() },
    programsWords: ['diagnostics'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) => service.ask((session) => askDiagnostics(session, wanted.path), signal),
    tell: ({ path: file, diagnostics: found, omitted }) => {
      const errors = found.filter(({ severity }) => severity === 'error').length;
      return {
        message: `${errors} errors and ${found.length - errors} other remarks in ${file}.${sayOmitted(omitted, 'remarks')}`,
        fields: { diagnostics: found.map(toFields), errors, omitted },
        sections: toSource('Remarks', found.map(show).join('\n')),
      };
    },
  };
}

function toFields({ spot, severity, message, rule }: Diagnostic): z.infer<typeof diagnosticSchema> {
  return { ...spot, severity, message, rule };
}

function show({ spot, severity, message, rule, source }: Diagnostic): string {
  return `${showSpot(spot)} ${severity}: ${message}${rule === null ? '' : ` [${rule}]`}\n${source}`;
}
