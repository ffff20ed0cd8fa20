// The tool list_session_files.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { SessionFileList } from '../../core/session.js';
import type { PythonService } from '../../services/python/python-service.js';
import { showLine } from '../run-python/show-controls.js';
import { idSchema } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({ session_id: idSchema });

export function listSessionFiles(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, SessionFileList> {
  return {
    name: 'list_session_files',
    title: 'List the files of a Python session',
    description:
      'Lists the files in the scratch folder (/home/mcp) of a session: what you gave to run_python as files and what its ' +
      'programs wrote. They stay as long as the session. The session must be idle.',
    input,
    output: {
      files: z.array(z.object({ path: z.string(), size: z.int() })),
      omitted: z.int().describe('Files that are not listed: too many, or with a name that could mislead'),
    },
    programsWords: ['files'],
    annotations: { readOnlyHint: true },
    ask: ({ session_id: id }) => sessions.listFiles(caller, id),
    tell: ({ files, omitted }, { session_id: id }) => ({
      message: `${sayHowMany(files.length, id)}${omitted === 0 ? '' : ` ${omitted} more are not listed.`}`,
      fields: { files: files.map(({ path, size }) => ({ path, size })), omitted },
      sections: files.length === 0 ? [] : [files.map(toLine).join('\n')],
    }),
  };
}

function sayHowMany(count: number, id: string): string {
  return count === 0
    ? `The session ${id} has no files.`
    : `Files of the session ${id}, ${count} (their names are the program's words); read_session_file reads one.`;
}

const toLine = ({ path, size }: { readonly path: string; readonly size: number }): string =>
  `- ${showLine(JSON.stringify(path))}, ${size} bytes`;
