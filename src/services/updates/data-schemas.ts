// What the data of `pymcp updates` may say (updates/*.json). All of it was read somewhere, and has the day on which it was.
import { z } from 'zod';
import validRange from 'semver/ranges/valid.js';
import valid from 'semver/functions/valid.js';

const day = z.iso.date();
const line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
const https = z.url({ protocol: /^https$/ }).max(500);
const lineName = z.string().regex(/^\d{1,3}(?:\.\d{1,3})?$/);
const packageName = z
  .string()
  .regex(/^(?:@[a-z0-9~_.-]+\/)?[A-Za-z0-9~_.-]+$/)
  .max(214);

const releaseLineSchema = z.strictObject({
  /** `24`, or `3.12` */
  line: lineName,
  from: day,
  /** From when on it is one for long-term use; null where it never is, or its makers have no such thing. */
  longTermFrom: day.nullable(),
  until: day,
  /** The newest version of it that mended something of security; null where none is known. */
  security: z
    .string()
    .refine((text) => valid(text) === text, 'is no version')
    .nullable(),
});

const distributionLineSchema = z.strictObject({
  line: lineName,
  from: day,
  until: day,
  /** Until when somebody else mends it for nothing. */
  longTermUntil: day,
});

const lines = <Line extends z.ZodType>(schema: Line) => z.array(schema).min(1).max(200);
const origin = { source: line, read: day } as const;
const releasesSchema = z.strictObject({ ...origin, lines: lines(releaseLineSchema) });
const releasesOfDistributionSchema = z.strictObject({ ...origin, lines: lines(distributionLineSchema) });

export const releaseLinesSchema = z.strictObject({
  node: releasesSchema,
  python: releasesSchema,
});

export const distributionsSchema = z.strictObject({
  debian: releasesOfDistributionSchema,
  ubuntu: releasesOfDistributionSchema,
});

const advisorySchema = z.strictObject({
  id: z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
  package: packageName,
  severity: z.enum(['critical', 'high', 'medium', 'low', 'unknown']),
  summary: line,
  url: https,
  /** As npm's semver has ranges. */
  vulnerable: z
    .string()
    .max(500)
    .refine((text) => validRange(text) !== null, 'is no range'),
  /** The first version without it; null where there is none yet. */
  fixed: z.string().max(100).nullable(),
});

export const npmAdvisoriesSchema = z.strictObject({
  source: line,
  /** null: never. */
  read: day.nullable(),
  /** The packages that were asked about; of others nothing is known. */
  covers: z.array(packageName).max(10_000),
  advisories: z.array(advisorySchema).max(10_000),
});

export const baseImageSchema = z.strictObject({
  /** Without its digest. */
  image: z
    .string()
    .regex(/^[a-z0-9./-]+:[A-Za-z0-9_.-]+$/)
    .max(200),
  source: line,
  /** null: never. */
  read: day.nullable(),
  /** Of the image, for every platform, as its registry had it then. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .nullable(),
  pushed: day.nullable(),
});

export type ReleaseLine = z.infer<typeof releaseLineSchema>;
export type ReleaseLines = z.infer<typeof releaseLinesSchema>;
export type Distributions = z.infer<typeof distributionsSchema>;
export type NpmAdvisory = z.infer<typeof advisorySchema>;
export type NpmAdvisories = z.infer<typeof npmAdvisoriesSchema>;
export type BaseImage = z.infer<typeof baseImageSchema>;

/** Every file of the data, as it is named in updates/. */
export const dataSchemas = {
  'release-lines': releaseLinesSchema,
  distributions: distributionsSchema,
  'npm-advisories': npmAdvisoriesSchema,
  'base-image': baseImageSchema,
} as const;
