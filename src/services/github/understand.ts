// What GitHub answered, by what it documents: other fields are left out, and with them all that a model has no use for.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';

/** @throws PymcpError `github.unexpected` where an answer is not as documented */
export function understand<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new PymcpError(
    'github.unexpected',
    'GitHub answered with something that is not as documented',
    'check that the address of the API is that of a GitHub server, and no proxy stands before it',
  );
}
