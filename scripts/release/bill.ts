// A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). The same content gives the same bytes: parts are sorted,
// the time is given, and the serial number is made of the content.
import { createHash } from 'node:crypto';
import { SPDX } from '@cyclonedx/cyclonedx-library';

export interface Part {
  readonly 'bom-ref': string;
  readonly type: 'application' | 'container' | 'library' | 'operating-system';
  readonly name: string;
  readonly version?: string;
  readonly group?: string;
  readonly description?: string;
  /** `optional`: for some machines alone. */
  readonly scope?: 'required' | 'optional';
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
  readonly licenses?: readonly Licence[];
  readonly purl?: string;
  readonly cpe?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

export type Licence =
  { readonly license: { readonly id: string } | { readonly name: string } } | { readonly expression: string };

export interface Need {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

export interface Bill {
  /** What consists of the parts. */
  readonly subject: Part;
  readonly parts: readonly Part[];
  readonly needs: readonly Need[];
  /** Of the tool that writes it: this package. */
  readonly writer: { readonly name: string; readonly version: string };
  /** Seconds since 1970. */
  readonly time: number;
}

/** @returns JSON, with an end of line */
export function renderBill({ subject, parts, needs, writer, time }: Bill): string {
  const content = {
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      lifecycles: [{ phase: 'build' }],
      tools: { components: [{ type: 'application', ...writer }] },
      component: subject,
    },
    components: parts.toSorted(byReference),
    dependencies: needs
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: [...new Set(dependsOn)].sort() }))
      .sort((a, b) => compare(a.ref, b.ref)),
  };
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${toUuid(JSON.stringify(content))}`,
    version: 1,
  };
  return `${JSON.stringify({ ...head, ...content }, null, 2)}\n`;
}

/** As a package says it: an identifier of SPDX, an expression of such, or words that stay words. */
export function toLicences(said: unknown): { readonly licenses?: readonly Licence[] } {
  if (typeof said !== 'string' || said.trim() === '') return {};
  if (SPDX.isSupportedSpdxId(said)) return { licenses: [{ license: { id: said } }] };
  return { licenses: [isExpression(said) ? { expression: said } : { license: { name: said } }] };
}

/** `(MIT OR Apache-2.0)`; not `MIT License`. */
function isExpression(said: string): boolean {
  const words = said
    .replace(/[()]/g, ' ')
    .trim()
    .split(/\s+(?:OR|AND)\s+/);
  return words.length > 1 && words.every((word) => SPDX.isSupportedSpdxId(word.trim()));
}

function byReference(a: Part, b: Part): number {
  return compare(a['bom-ref'], b['bom-ref']);
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Version 8 of RFC 9562: bits of our own choice, here of a hash. */
function toUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
