// The arguments that the tools for algorithms share: where the code is, and how it is measured.
import { z } from 'zod';
import { maxCodeBytes } from '../../core/limits.js';
import { budgetBounds, mostSeed, sizeBounds } from '../../services/algorithms/measuring-bounds.js';
import type { WantedMeasuring } from '../../services/algorithms/served-algorithms.js';

/** A client waits for it: shorter than what a person may ask for at a terminal. */
export const mostBudgetSeconds = 120;
const mostInputsCharacters = 100_000;

/** One of them. */
export const sourceFields = {
  name: z.string().max(200).optional().describe('Of algorithms/NAME.py, as list_algorithms shows it'),
  path: z.string().max(4_096).optional().describe('Of a Python file of the workspace, e.g. src/search.py'),
  code: z.string().max(maxCodeBytes).optional().describe('Python source with the functions'),
} as const;

export const functionName = z
  .string()
  .max(100)
  .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'is no name of a function');

export const measuringFields = {
  budget_s: z
    .number()
    .min(budgetBounds.least)
    .max(mostBudgetSeconds)
    .optional()
    .describe(`Seconds for all of it; ${budgetBounds.ordinary} where it is left out`),
  inputs: z
    .string()
    .max(mostInputsCharacters)
    .optional()
    .describe(
      'Python: an expression of n that makes the arguments, e.g. "list(range(n)), -1", of n and m for two sizes; or source that ' +
        'defines cases(n), which yields tuples of arguments. Left out: as the code says, or by type hints and names',
    ),
  sizes: z
    .array(z.int().min(sizeBounds.least).max(sizeBounds.most))
    .min(sizeBounds.fewest)
    .max(sizeBounds.mostOf)
    .optional()
    .describe('Sizes to measure at; left out: found within the budget'),
  seed: z.int().min(0).max(mostSeed).optional().describe('Of random inputs'),
} as const;

type Measuring = z.infer<z.ZodObject<typeof measuringFields>>;

export function toMeasuring({ budget_s, inputs, sizes, seed }: Measuring): WantedMeasuring {
  return { budgetSeconds: budget_s ?? budgetBounds.ordinary, inputs, sizes, seed };
}
