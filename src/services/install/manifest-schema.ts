// install.verified: what the manifest of optional components may say. A pin is what the bytes of an archive were when somebody who had
// them in hand wrote it down; an archive without one is not installed.
import { z } from 'zod';
import { whyNotContained } from '../../core/contained-path.js';
import { whyNotAsked } from '../../core/download-answer.js';
import { maxNameLength, namePattern } from '../../core/names.js';

const GiB = 1024 * 1024 * 1024;
/** No component is as large as that; a manifest that says so is wrong. */
export const mostArchiveBytes = GiB;
export const mostUnpackedBytes = 4 * GiB;
export const mostEntries = 100_000;

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u);
const contained = line.refine((path) => whyNotContained(path) === null, 'is no path below the component');
const https = z
  .url({ protocol: /^https$/ })
  .max(1000)
  .refine((text) => !new URL(text).hash, 'has a fragment');

/** An archive of npm has a name, and its host is that of the machine's registry (locate-archive.ts). */
const npmArchive = z
  .string()
  .max(300)
  .regex(/^npm:(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*@[0-9][0-9A-Za-z.+-]*$/);

const pinSchema = z.strictObject({
  /** Of the archive as it is downloaded. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1).max(mostArchiveBytes),
  /** Of its files together. */
  unpackedBytes: z.int().min(1).max(mostUnpackedBytes),
  /** Files, folders and what else it has, links that are left out too. */
  entries: z.int().min(1).max(mostEntries),
});

/** What its publisher says about its bytes: checked too, and never enough alone. */
const publisherSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sha512'), integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/) }),
  z.strictObject({ kind: z.literal('sha256sums'), url: https }),
]);

const archiveSchema = z
  .strictObject({
    /** As Node.js names platform and processor; `any` where it is no machine code. */
    platform: z.enum(['any', 'linux-x64', 'linux-arm64']),
    url: z.union([https, npmArchive]),
    /** Of the address and of all that it may lead to; none for an archive of npm. */
    hosts: z.array(z.string().regex(/^[a-z0-9.-]+(?::\d{1,5})?$/)).max(8),
    format: z.literal('tar.gz'),
    links: z.enum(['refuse', 'leave-out']),
    /** The file that is started or loaded. */
    main: contained,
    publisher: publisherSchema,
    pin: pinSchema.nullable(),
  })
  .refine(
    ({ url, hosts }) =>
      npmArchive.safeParse(url).success ? hosts.length === 0 : whyNotAsked(new URL(url), hosts) === null,
    'its address is not at its hosts',
  );

const componentSchema = z.strictObject({
  name: z.string().regex(namePattern).max(maxNameLength),
  version: z
    .string()
    .regex(/^[0-9A-Za-z.+-]+$/)
    .max(50),
  kind: z.enum(['engine', 'language-server', 'python']),
  licence: line,
  summary: line,
  /** Where its makers publish advisories. */
  advisories: https,
  archives: z
    .array(archiveSchema)
    .min(1)
    .max(8)
    .refine((archives) => hasNoTwins(archives.map(({ platform }) => platform)), 'two for one platform'),
});

export const manifestSchema = z.strictObject({
  components: z
    .array(componentSchema)
    .max(100)
    .refine((components) => hasNoTwins(components.map(({ name }) => name)), 'two of one name'),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Component = z.infer<typeof componentSchema>;
export type ComponentArchive = z.infer<typeof archiveSchema>;
export type Pin = z.infer<typeof pinSchema>;

function hasNoTwins(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
