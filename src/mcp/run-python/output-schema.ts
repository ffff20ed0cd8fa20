// The structured result of run_python (docs/results.md). Stable: clients rely on the names.
import { z } from 'zod';
import { limitNames } from '../../core/isolation.js';

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  traceback: z.string(),
});

const levelSchema = z.object({
  level: z.enum(['enforced', 'watched', 'not available']),
  by: z.string().optional(),
  why: z.string().optional(),
});

const isolationSchema = z.object({
  backend: z.string(),
  namespaces: z.array(z.string()),
  seccomp_instructions: z.int(),
  landlock_abi: z.int(),
  host_uid: z.int(),
});

const streamSchema = z.object({ bytes: z.int(), truncated: z.boolean() });

export const outputSchema = z.object({
  status: z
    .enum(['completed', 'raised', 'limit', 'cancelled', 'lost', 'refused'])
    .describe('refused: nothing was run'),
  message: z.string().describe('What happened, in plain words'),
  hint: z.string().optional().describe('What to do next'),
  stdout: z.string(),
  stderr: z.string(),
  value: z.string().nullable().describe('repr() of the last expression'),
  exit_code: z.int().nullable(),
  error: errorSchema.optional().describe('The uncaught exception, where status is raised'),
  limit: z.enum(limitNames).optional().describe('Which limit ended the program'),
  files: z.array(z.object({ path: z.string(), size: z.int(), content: z.string().nullable() })),
  images: z.array(z.object({ mime_type: z.string(), width: z.int(), height: z.int() })),
  created_protected: z
    .array(z.string())
    .optional()
    .describe('Created in the workspace, and what the host may execute: look before you use it'),
  output: z.object({ stdout: streamSchema, stderr: streamSchema }),
  duration_ms: z.number(),
  limits: z.partialRecord(z.enum(limitNames), levelSchema),
  isolation: isolationSchema.nullable(),
});

export type StructuredResult = z.infer<typeof outputSchema>;
