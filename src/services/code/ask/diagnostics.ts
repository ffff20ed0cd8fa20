// What the language server finds wrong in a file, as it is now.
import { z } from 'zod';
import type { CodeSession } from '../code-session.js';
import { excerpt } from '../place/excerpt.js';
import { findPythonFile } from '../place/resolve-place.js';
import { toSpot, type Spot } from '../place/spot.js';
import { range } from '../server/replies.js';
import { toUri } from '../server/workspace-uri.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Diagnostic {
  readonly spot: Spot;
  readonly severity: Severity;
  readonly message: string;
  /** Such as reportAttributeAccessIssue; null where it has none. */
  readonly rule: string | null;
  readonly source: string;
}

export interface DiagnosticsAnswer {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly omitted: number;
}

const mostDiagnostics = 100;
const mostMessage = 1_000;
const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

const reply = z.object({
  items: z
    .array(
      z.object({
        range,
        severity: z.int().optional(),
        message: z.string(),
        code: z.union([z.string(), z.number()]).optional(),
      }),
    )
    .default([]),
});

export async function askDiagnostics(session: CodeSession, path: string): Promise<DiagnosticsAnswer> {
  const file = findPythonFile(session, path);
  const lines = session.linesOf(file);
  session.open(file);
  const { items } = await session.request(
    'textDocument/diagnostic',
    { textDocument: { uri: toUri(file) } },
    reply,
  );
  const diagnostics = items
    .map((item): Diagnostic => {
      const spot = toSpot(file, item.range.start);
      return {
        spot,
        severity: severities[(item.severity ?? 1) - 1] ?? 'hint',
        message: item.message.slice(0, mostMessage),
        rule: item.code === undefined ? null : String(item.code).slice(0, 100),
        source: excerpt(lines, spot.line, 0),
      };
    })
    // Hints are for the colours of an editor: unreachable and unused names.
    .filter(({ severity }) => severity !== 'hint');
  return {
    path: file,
    diagnostics: diagnostics.slice(0, mostDiagnostics),
    omitted: Math.max(0, diagnostics.length - mostDiagnostics),
  };
}
