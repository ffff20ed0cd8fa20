// How a client names a place in code, and how an answer shows it: the same for every tool of the service.
import { z } from 'zod';
import { marker } from '../../services/code/place/find-pattern.js';
import type { Spot } from '../../services/code/place/spot.js';
import type { Target } from '../../services/code/place/target.js';

const text = z.string().min(1).max(2_000);
export const path = z.string().min(1).max(1_024).describe('Relative to the workspace, e.g. pkg/mod.py');
const count = z.int().min(1).max(10_000_000);

/** Of ruff. */
export const rules = z
  .array(z.string().regex(/^[A-Z]{1,10}[0-9]{0,4}$/))
  .min(1)
  .max(50)
  .optional();

/** One of symbol, pattern, line. */
export const place = {
  symbol: text.max(300).optional().describe('Name path, e.g. Class/method; enough of it to mean one symbol'),
  path: path.optional(),
  pattern: text
    .optional()
    .describe(
      `With path: a piece of its text that stands there once, ${marker} before the name that is meant`,
    ),
  line: count.optional().describe('With path: from 1'),
  column: count.optional().describe('From 1; without it the first character of the line'),
} as const;

export const spotSchema = z.object({ path: z.string(), line: z.int(), column: z.int() });

export const targetSchema = z.object({
  path: z.string().describe('Relative to the workspace; of a library, where it lies'),
  line: z.int(),
  column: z.int().nullable(),
  library: z.boolean(),
});

export function toFields(target: Target): z.infer<typeof targetSchema> {
  return target.kind === 'workspace'
    ? { ...target.spot, library: false }
    : { path: target.name, line: target.line, column: null, library: true };
}

export function toSpotFields({ path: where, line, column }: Spot): z.infer<typeof spotSchema> {
  return { path: where, line, column };
}
