// A schema that is shown as it is, and not checked by the library: we check the arguments (parse-arguments.ts).
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';

export function advertise(schema: z.ZodObject): StandardSchemaWithJSON {
  const { jsonSchema } = schema['~standard'];
  return { '~standard': { version: 1, vendor: 'pymcp', validate: (value) => ({ value }), jsonSchema } };
}
