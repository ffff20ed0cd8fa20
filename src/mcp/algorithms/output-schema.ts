// What the tools for algorithms answer, as fields. An analysis may say more than is named here.
import { z } from 'zod';

const textOrNull = z.string().nullable();

const costSchema = z.looseObject({
  class: textOrNull.describe('O(…); null: cannot tell, and cannot_tell says why'),
  declared: textOrNull,
  comparison: z.string().describe('With what is declared'),
});

const functionSchema = z.looseObject({
  name: z.string(),
  input: z.string().describe('Kind of input'),
  ended_early: textOrNull.describe('What it did that it should not: never ends, crashes, …'),
  notes: z.array(z.string()),
  time: costSchema,
  space: costSchema,
});

const comparisonSchema = z.looseObject({
  problem: z.string(),
  kind: z.string(),
  at_size: z.number(),
  order: z
    .array(z.looseObject({ name: z.string(), nanoseconds: z.number() }))
    .describe('At at_size, the fastest first'),
  crossovers: z
    .array(z.looseObject({ size: z.number(), below: z.string(), above: z.string() }))
    .describe('up to about size, below is faster; from there on above'),
});

export const analysisOutput = (): Readonly<Record<string, z.ZodType>> => ({
  analysis: z.looseObject({
    name: z.string(),
    not_loaded: textOrNull,
    cut_short: textOrNull,
    functions: z.array(functionSchema),
    comparisons: z.array(comparisonSchema),
    skipped: z.array(z.object({ name: z.string(), why: z.string() })).describe('Not measured'),
    duration_ms: z.int(),
  }),
  omitted: z.int().describe('Functions that are only in the reports'),
  reports: z
    .array(z.object({ uri: z.string(), mime_type: z.string(), size: z.int() }))
    .describe('Resources of this caller, for an hour: all that was measured'),
});
