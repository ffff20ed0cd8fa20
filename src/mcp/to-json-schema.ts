// A schema as a list of tools shows it, in as few words as it can: each costs a model its tokens. Arguments are checked by
// us (parse-arguments.ts), results by tests.
import type { Tool } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** @param io what the values are: `input` may leave out what has a default */
export function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  const { $schema, ...json } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ jsonSchema }) => {
      // Every whole number in JavaScript is within them.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  // The dialect that the protocol takes for granted; clients of before do not know its name.
  if ($schema !== 'https://json-schema.org/draft/2020-12/schema')
    throw new Error('unreachable: another dialect');
  return json as Tool['inputSchema'];
}
