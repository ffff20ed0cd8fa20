// The structured result of run_python (docs/results.md). Stable: clients rely on the names.
import { z } from 'zod';
import { limitNames } from '../../core/isolation.js';
import { outerBoundaries } from '../../core/outer-boundary.js';

/** With words of its own the text becomes a branch of anyOf, which more clients understand than a list of types. */
const textOrNull = z.string().describe('null: there is none').nullable();

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  traceback: z.string(),
  frames: z
    .array(z.object({ path: z.string(), line: z.int(), uri: z.string() }))
    .optional()
    .describe(
      'Those of the traceback in files of the workspace, the innermost last; uri: the resource to read',
    ),
});

const levelSchema = z.object({
  level: z.enum(['enforced', 'watched', 'not available']),
  by: z.string().optional(),
  why: z.string().optional(),
});

const isolationSchema = z.object({
  backend: z.string(),
  reason: z.string().optional().describe('Why this backend and no other'),
  namespaces: z.array(z.string()),
  shared_namespaces: z.array(z.string()).describe("Those that are the container's and not its own"),
  outer_boundary: z.enum(outerBoundaries).describe('container: it has no namespaces of its own'),
  seccomp_instructions: z.int(),
  landlock_abi: z.int(),
  host_uid: z.int(),
  network: z.union([z.literal('none'), z.array(z.string())]).describe('The hosts that it could reach'),
  scope: z.enum(['own', 'family']).describe('family: shares its namespaces with copies of its session'),
});

const fileSchema = z.object({
  path: z.string(),
  size: z.int(),
  delivery: z
    .enum(['content', 'resource', 'link', 'left out'])
    .describe('resource: beside this result, as a blob; link: read it in parts as the resource uri'),
  uri: z.string().optional().describe('Where delivery is link'),
  why: z.string().optional().describe('Where delivery is left out; stands after "it"'),
  content: textOrNull.describe('All of it, where it is text and short'),
});

const imageSchema = z.object({ mime_type: z.string(), width: z.int(), height: z.int() });

const usageSchema = z.object({
  cpu_ms: z.number().nullable(),
  peak_memory_bytes: z.int().nullable(),
  pids_refused: z.int().describe('Times that a new process or thread was refused'),
  limited_by: z.array(z.enum(limitNames)).describe('Limits that it ran into, whether they ended it or not'),
});

const sessionSchema = z.object({
  id: z.string(),
  alive: z.boolean().describe('Whether its variables and files are there for the next call'),
  reason: z.string().optional().describe('Why it is gone'),
});

const streamSchema = z.object({
  bytes: z.int(),
  truncated: z.boolean(),
  uri: z.string().optional().describe('Where more of it can be read'),
});

export const outputSchema = z.object({
  status: z
    .enum(['completed', 'raised', 'limit', 'cancelled', 'lost', 'refused'])
    .describe('refused: nothing was run'),
  message: z.string().describe('What happened, in plain words'),
  hint: z.string().optional().describe('What to do next'),
  stdout: z.string(),
  stderr: z.string(),
  value: textOrNull.describe('repr() of the last expression'),
  exit_code: z.int().nullable(),
  error: errorSchema.optional().describe('The uncaught exception, where status is raised'),
  limit: z.enum(limitNames).optional().describe('Which limit ended the program'),
  files: z.array(fileSchema).describe('What the program left below its scratch folder'),
  files_omitted: z.int().describe('Files that are not even listed'),
  images: z.array(imageSchema).describe('Figures, beside this result as image content in this order'),
  images_omitted: z.int(),
  html_omitted: z.int().optional().describe('Values as HTML that are not beside this result'),
  created_protected: z
    .array(z.string())
    .optional()
    .describe('Created in the workspace, and what the host may execute: look before you use it'),
  network_denied: z
    .array(z.object({ host: z.string(), port: z.int(), why: z.string(), count: z.int() }))
    .optional()
    .describe('What it tried to reach in vain'),
  output: z.object({ stdout: streamSchema, stderr: streamSchema }),
  duration_ms: z.number(),
  usage: usageSchema.nullable().describe('What the host measured; null in it: not measured on this machine'),
  session: sessionSchema.nullable().describe('null: it ran in a sandbox of its own'),
  limits: z.partialRecord(z.enum(limitNames), levelSchema),
  isolation: isolationSchema.nullable(),
  audit: textOrNull.describe('id of its records in the audit log'),
});

export type StructuredResult = z.infer<typeof outputSchema>;
