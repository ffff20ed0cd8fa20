// What could be written at a place, and what a call there takes.
import { z } from 'zod';
import type { CodeSession } from '../code-session.js';
import { excerpt } from '../place/excerpt.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import type { Spot } from '../place/spot.js';
import { toParams } from './to-params.js';

export interface CompletionAnswer {
  readonly resolved: Spot;
  readonly source: string;
  readonly items: readonly { readonly label: string; readonly kind: string }[];
  readonly omitted: number;
}

const item = z.object({ label: z.string(), kind: z.int().optional(), sortText: z.string().optional() });
const completion = z
  .union([z.array(item), z.object({ items: z.array(item) })])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? [] : Array.isArray(value) ? value : value.items,
  );

const mostItems = 100;
// prettier-ignore
const kinds: readonly string[] = [
  '', 'text', 'method', 'function', 'constructor', 'field', 'variable', 'class', 'interface', 'module', 'property', 'unit', 'value',
  'enum', 'keyword', 'snippet', 'color', 'file', 'reference', 'folder', 'enum member', 'constant', 'struct', 'event', 'operator',
  'type parameter',
];

/** @param begins only what begins so */
export async function askCompletion(
  session: CodeSession,
  wanted: WantedPlace,
  begins = '',
): Promise<CompletionAnswer> {
  const resolved = await resolvePlace(session, wanted);
  session.open(resolved.path);
  const found = (await session.request('textDocument/completion', toParams(resolved), completion))
    .filter(({ label }) => label.startsWith(begins))
    .sort((one, other) => ((one.sortText ?? one.label) < (other.sortText ?? other.label) ? -1 : 1));
  return {
    resolved,
    source: excerpt(session.linesOf(resolved.path), resolved.line, 1),
    items: found
      .slice(0, mostItems)
      .map(({ label, kind }) => ({ label: label.slice(0, 300), kind: kinds[kind ?? 0] ?? '' })),
    omitted: Math.max(0, found.length - mostItems),
  };
}

export interface SignatureAnswer {
  readonly resolved: Spot;
  readonly source: string;
  readonly signatures: readonly string[];
  /** Of the call at the place, from 0; null where none is written yet. */
  readonly parameter: number | null;
}

const signatureHelp = z
  .object({
    signatures: z.array(
      z.object({
        label: z.string(),
        parameters: z.array(z.unknown()).optional(),
        activeParameter: z.int().nullish(),
      }),
    ),
    activeSignature: z.int().nullish(),
  })
  .nullish();

/** Where none is active the server says a number beyond the last. */
function findParameter(found: z.infer<typeof signatureHelp>): number | null {
  const { parameters = [], activeParameter = null } = found?.signatures[found.activeSignature ?? 0] ?? {};
  return activeParameter !== null && activeParameter < parameters.length ? activeParameter : null;
}

const mostSignatures = 20;

export async function askSignature(session: CodeSession, wanted: WantedPlace): Promise<SignatureAnswer> {
  const resolved = await resolvePlace(session, wanted);
  session.open(resolved.path);
  const found = await session.request('textDocument/signatureHelp', toParams(resolved), signatureHelp);
  return {
    resolved,
    source: excerpt(session.linesOf(resolved.path), resolved.line, 1),
    signatures: (found?.signatures ?? []).slice(0, mostSignatures).map(({ label }) => label.slice(0, 2_000)),
    parameter: findParameter(found),
  };
}
