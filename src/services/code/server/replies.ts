// What the language server answers, as far as it is used. Its bytes are hostile: what does not fit is no answer.
import { z } from 'zod';
import { PymcpError } from '../../../core/errors.js';

const number = z.int().min(0).max(0x7fffffff);
const position = z.object({ line: number, character: number });
export const range = z.object({ start: position, end: position });
const uri = z.string().max(4096);
export const location = z.object({ uri, range });

export type LspPosition = z.infer<typeof position>;
export type LspRange = z.infer<typeof range>;
export type LspLocation = z.infer<typeof location>;

export const locations = z
  .union([location, z.array(location)])
  .nullish()
  .transform((value): readonly LspLocation[] =>
    value === null || value === undefined ? [] : Array.isArray(value) ? value : [value],
  );

export const hover = z
  .object({ contents: z.object({ value: z.string() }), range: range.optional() })
  .nullish()
  .transform((value) => value ?? null);

const textEdits = z.array(z.object({ range, newText: z.string() })).readonly();

/** Changes of documents; what makes, renames or removes a file has no place in it. */
export const workspaceEdit = z.object({
  changes: z.record(z.string(), textEdits).optional(),
  documentChanges: z
    .array(z.object({ textDocument: z.object({ uri: z.string() }), edits: textEdits }))
    .optional(),
});

export type LspTextEdits = z.infer<typeof textEdits>;
export type LspWorkspaceEdit = z.infer<typeof workspaceEdit>;

export interface LspSymbol {
  readonly name: string;
  readonly kind: number;
  readonly range: LspRange;
  readonly selectionRange: LspRange;
  readonly children: readonly LspSymbol[];
}

const symbol: z.ZodType<LspSymbol> = z.object({
  name: z.string(),
  kind: number,
  range,
  selectionRange: range,
  get children() {
    return z
      .array(symbol)
      .nullish()
      .transform((value): readonly LspSymbol[] => value ?? []);
  },
});

export const symbols = z
  .array(symbol)
  .nullish()
  .transform((value): readonly LspSymbol[] => value ?? []);

/** @throws PymcpError `code.server-failed` */
export function parseReply<Schema extends z.ZodType>(schema: Schema, reply: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new PymcpError(
    'code.server-failed',
    'the language server answered in a form that is not that of its protocol',
    'ask again, or about another place',
  );
}
