// The arguments of run_python: what is advertised, and what is accepted.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { InputFile } from '../../core/exchanged-file.js';
import { limitBounds } from '../../core/limits.js';
import type { RunPythonInput } from '../../services/python/run-python.js';

const leastSeconds = limitBounds.wallMs.least / 1000;
const mostSeconds = limitBounds.wallMs.most / 1000;

const fileSchema = z.strictObject({
  path: z.string().describe('Relative, such as data/sales.csv.'),
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).optional().describe('How content is written; utf-8 where left out.'),
});

export const inputSchema = z.strictObject({
  code: z.string().describe('The Python program. End it with an expression to get its value back.'),
  timeout_s: z
    .number()
    .min(leastSeconds)
    .max(mostSeconds)
    .optional()
    .describe('Seconds after which the program is ended.'),
  files: z.array(fileSchema).optional().describe('Files to put into /home/mcp before it starts.'),
});

/**
 * Arguments that do not fit are a refusal that the model can read and mend, like every other.
 * @throws PymcpError `input.argument-invalid`
 */
export function parseInput(input: unknown): RunPythonInput {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw toRefusal(parsed.error);
  const { code, timeout_s: timeoutSeconds, files = [] } = parsed.data;
  return { code, files: files.map(toFile), ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
}

function toFile({ path, content, encoding = 'utf-8' }: z.infer<typeof fileSchema>): InputFile {
  if (encoding === 'utf-8') return { path, bytes: Buffer.from(content) };
  const bytes = Buffer.from(content, 'base64');
  // Node.js skips what is no base64, and would put something else into the file than what was meant.
  if (bytes.toString('base64') === content) return { path, bytes };
  throw new PymcpError(
    'input.file-invalid',
    `the content of the file ${JSON.stringify(path.slice(0, 80))} is not base64`,
    'give standard base64 with padding and without line breaks, or encoding utf-8 and the text itself',
  );
}

function toRefusal({ issues }: z.ZodError): PymcpError {
  const what = issues.slice(0, 5).map(({ path, message }) => [...path.map(String), message].join(': '));
  return new PymcpError(
    'input.argument-invalid',
    `the arguments do not fit: ${what.join('; ').slice(0, 500)}`,
    'give code (a string) and, where needed, timeout_s (a number of seconds) and files (path, content, encoding)',
  );
}
