// The arguments of run_python: what is advertised, and what is accepted.
import { showStart } from '../../core/show-start.js';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { limitBounds } from '../../core/limits.js';
import type { GivenFile, RunPythonInput } from '../../services/python/run-python.js';
import { networkSchema } from '../network-schema.js';
import { parseArguments } from '../parse-arguments.js';

const leastSeconds = limitBounds.wallMs.least / 1000;
const mostSeconds = limitBounds.wallMs.most / 1000;

const fileSchema = z.strictObject({
  path: z.string().describe('Relative, such as data/sales.csv.'),
  content: z.string().optional().describe('What is in it; or give uri.'),
  uri: z
    .string()
    .optional()
    .describe(
      'Instead of content: a file that is there already, as a result or a list of resources names it.',
    ),
  encoding: z.enum(['utf-8', 'base64']).optional().describe('How content is written; utf-8 where left out.'),
});

export const inputSchema = z.strictObject({
  code: z.string().describe('The Python program. End it with an expression to get its value back.'),
  session_id: z
    .string()
    .optional()
    .describe('The session to run in, of create_session; left out: a fresh sandbox for this call alone.'),
  timeout_s: z
    .number()
    .min(leastSeconds)
    .max(mostSeconds)
    .optional()
    .describe('Seconds after which the program is ended.'),
  files: z.array(fileSchema).optional().describe('Files to put into /home/mcp before it starts.'),
  env: z.string().optional().describe('Python environment; a session keeps its own.'),
  network: networkSchema,
});

/**
 * Arguments that do not fit are a refusal that the model can read and mend, like every other.
 * @throws PymcpError `input.argument-invalid`
 */
export function parseInput(input: unknown): RunPythonInput {
  const args = parseArguments(
    inputSchema,
    input,
    'give code (a string) and, where needed, session_id, timeout_s (a number of seconds), files (path, and content, encoding or uri) ' +
      'env and network (a list)',
  );
  const {
    code,
    session_id: sessionId,
    timeout_s: timeoutSeconds,
    files = [],
    env: environment,
    network,
  } = args;
  return {
    code,
    files: files.map(toFile),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(environment === undefined ? {} : { environment }),
    ...(network === undefined ? {} : { network }),
  };
}

function toFile({ path, content, uri, encoding = 'utf-8' }: z.infer<typeof fileSchema>): GivenFile {
  if (uri !== undefined && content === undefined) return { path, uri };
  if (uri !== undefined || content === undefined)
    throw new PymcpError(
      'input.file-invalid',
      `the file ${JSON.stringify(showStart(path, 80))} has ${uri === undefined ? 'neither content nor uri' : 'content and uri'}`,
      'give content, or the uri of a file that is there already',
    );
  if (encoding === 'utf-8') return { path, bytes: Buffer.from(content) };
  const bytes = Buffer.from(content, 'base64');
  // Node.js skips what is no base64, and would put something else into the file than what was meant.
  if (bytes.toString('base64') === content) return { path, bytes };
  throw new PymcpError(
    'input.file-invalid',
    `the content of the file ${JSON.stringify(showStart(path, 80))} is not base64`,
    'give standard base64 with padding and without line breaks, or encoding utf-8 and the text itself',
  );
}
