// A schema as a list of tools shows it. Arguments are checked by us (parse-arguments.ts), results by tests.
import type { Tool } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** @param io what the values are: `input` may leave out what has a default */
export function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  return z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as Tool['inputSchema'];
}
