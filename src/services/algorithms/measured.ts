// What the measuring program prints, a line for each function and kind of input. The guest's word: parsed strictly, bounded.
import { z } from 'zod';

const text = z.string().max(400);
const count = z.number().min(0).max(1e15);
const sizes = (): z.ZodArray<z.ZodNumber> => z.array(z.number().int().min(0).max(1e9)).min(1).max(2);
const times = (): z.ZodArray<z.ZodNumber> => z.array(count).max(64);

const sample = z.object({
  sizes: sizes(),
  /** Interpreter instructions, calls of Python functions, and how deep they went. */
  events: count.optional(),
  /** Instructions with values whose comparisons are instructions too. */
  element_events: count.optional(),
  calls: count.optional(),
  depth: count.optional(),
  peak_bytes: count.optional(),
  /** Of the first call. */
  cold_ns: count.optional(),
  /** Each timed call had arguments that nobody had used before: those of a function that changes them. */
  fresh: z.boolean().optional(),
  cpu_ns: times(),
  wall_ns: times(),
});

const check = z.object({
  name: text,
  state: z.enum(['ok', 'warning', 'failed', 'unknown']),
  detail: text,
});

export const measuredLine = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('measured'),
    name: text,
    kind: text,
    problem: text.nullable(),
    how: text,
    arity: z.union([z.literal(1), z.literal(2)]),
    declared_time: text.nullable(),
    declared_space: text.nullable(),
    notes: z.array(text).max(32),
    /** What ended it early; null where nothing did. */
    why: text.nullable(),
    /** Of the process that ran it, the interpreter and its inputs included; null where that is not known. */
    process_peak_bytes: count.nullish(),
    /** Its first and last line; null where its source is not known. */
    lines: z.tuple([count, count]).nullish(),
    checks: z.array(check).max(16).optional(),
    samples: z.array(sample).max(200),
    done: count,
    of: count,
  }),
  z.object({ what: z.literal('about'), python: text }),
  z.object({ what: z.literal('skipped'), name: text, why: text }),
  z.object({ what: z.literal('not-loaded'), why: text }),
]);

export type MeasuredLine = z.infer<typeof measuredLine>;
export type Measured = Extract<MeasuredLine, { what: 'measured' }>;
export type Sample = z.infer<typeof sample>;
