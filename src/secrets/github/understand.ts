// What GitHub answers is read by what its documentation says, or not at all.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';

/** @throws PymcpError `github.unexpected` */
export function understand<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw strange('something that is not as documented');
}

export const strange = (what: string): PymcpError =>
  new PymcpError(
    'github.unexpected',
    `GitHub answered with ${what}`,
    'check that GITHUB_API_URL names the API of a GitHub server, and no proxy stands before it',
  );
