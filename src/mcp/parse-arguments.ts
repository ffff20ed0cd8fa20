// The arguments of a tool against its schema. What does not fit is a refusal that the model can read and mend, like every
// other; the library's own would have no status and no hint.
import { showStart } from '../core/show-start.js';
import type { z } from 'zod';
import { PymcpError } from '../core/errors.js';

/**
 * @param hint what would fit
 * @throws PymcpError `input.argument-invalid`
 */
export function parseArguments<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  hint: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => [...path.map(String), message].join(': '));
  throw new PymcpError(
    'input.argument-invalid',
    `the arguments do not fit: ${showStart(what.join('; '), 500)}`,
    hint,
  );
}
