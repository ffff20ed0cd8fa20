// The arguments of run_python: what is advertised, and what is accepted.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { limitBounds } from '../../core/limits.js';
import type { RunPythonInput } from '../../services/python/run-python.js';

const leastSeconds = limitBounds.wallMs.least / 1000;
const mostSeconds = limitBounds.wallMs.most / 1000;

export const inputSchema = z.strictObject({
  code: z.string().describe('The Python program. End it with an expression to get its value back.'),
  timeout_s: z
    .number()
    .min(leastSeconds)
    .max(mostSeconds)
    .optional()
    .describe('Seconds after which the program is ended.'),
});

/**
 * Arguments that do not fit are a refusal that the model can read and mend, like every other.
 * @throws PymcpError `input.argument-invalid`
 */
export function parseInput(input: unknown): RunPythonInput {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw toRefusal(parsed.error);
  const { code, timeout_s: timeoutSeconds } = parsed.data;
  return { code, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
}

function toRefusal({ issues }: z.ZodError): PymcpError {
  const what = issues.slice(0, 5).map(({ path, message }) => [...path.map(String), message].join(': '));
  return new PymcpError(
    'input.argument-invalid',
    `the arguments do not fit: ${what.join('; ').slice(0, 500)}`,
    `give code (a string) and, if needed, timeout_s (a number of seconds from ${leastSeconds} to ${mostSeconds})`,
  );
}
