// The tool explain_error, for clients that show no prompts: what the workspace knows of an error.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { toWorkspaceUri } from '../../core/workspace-uri.js';
import { toAnswer } from '../../services/python/answer.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { OfferedTool } from '../offer.js';
import { toOfferedTool } from '../sessions/session-tool.js';
import { collectContext, type ErrorSources } from './collect-context.js';
import { showContext } from './show-context.js';

const mostCharacters = 100_000;

const input = z.strictObject({
  traceback: z
    .string()
    .max(mostCharacters)
    .optional()
    .describe(
      'As Python printed it, also on another machine; left out: that of the last error of run_python.',
    ),
  session_id: z.string().max(64).optional().describe('The last error of this session.'),
});

const frameSchema = z.object({
  path: z.string(),
  line: z.int(),
  uri: z.string(),
  source: z.string(),
  types: z.array(z.object({ name: z.string(), type: z.string() })),
  remarks: z.array(z.string()).describe('Of pyright and ruff, near this line'),
});

export function explainErrorTool(
  service: Pick<PythonService, 'lastErrors'>,
  sources: ErrorSources,
  caller: Caller,
  onProblem: (error: unknown) => void,
): OfferedTool {
  return toOfferedTool({
    name: 'explain_error',
    title: 'Explain a Python error',
    description:
      'Collects what the workspace knows of a Python error, from its traceback: the source around each line of the workspace, the ' +
      'types of the names there, and what the type checker and the linter remark near it. Runs nothing.',
    input,
    output: {
      error: z.string(),
      frames: z.array(frameSchema).describe('The innermost first'),
      left_out: z.array(z.string()),
    },
    programsWords: ['error', 'frames', 'left_out'],
    annotations: { readOnlyHint: true },
    ask: ({ traceback, session_id: session }) =>
      toAnswer(() => {
        const text = traceback ?? service.lastErrors.find(caller, session);
        if (text === null) throw nothingKnown();
        return collectContext(sources, caller, text);
      }, onProblem),
    tell: (context) => ({
      message:
        context.frames.length === 0
          ? 'No line of the traceback could be shown from the workspace.'
          : `${context.frames.length} lines of the workspace lead to it.`,
      fields: {
        error: context.error,
        frames: context.frames.map(({ path, line, source, types, remarks }) => ({
          ...{ path, line, uri: toWorkspaceUri(path), source },
          ...{ types: [...types], remarks: [...remarks] },
        })),
        left_out: context.left,
      },
      sections: showContext(context),
    }),
  });
}

function nothingKnown(): PymcpError {
  return new PymcpError(
    'input.argument-invalid',
    'no error of yours is known there, and no traceback was given',
    'give traceback, or run the program by run_python first',
  );
}
