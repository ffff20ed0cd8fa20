// Where an answer leads: into the workspace, with its source, or into a library, of which only the name is told: no file outside
// of the workspace is read because the language server has named it.
import type { CodeSession } from '../code-session.js';
import type { LspLocation } from '../server/replies.js';
import { parseUri } from '../server/workspace-uri.js';
import { excerpt } from './excerpt.js';
import { showSpot, type Spot, toSpot } from './spot.js';

export type Target =
  | { readonly kind: 'workspace'; readonly spot: Spot; readonly source: string | null }
  | { readonly kind: 'library'; readonly name: string; readonly line: number };

export function toTarget(session: CodeSession, { uri, range }: LspLocation, context: number): Target {
  const file = parseUri(uri);
  if (file.kind === 'library') return { ...file, line: range.start.line + 1 };
  const spot = toSpot(file.path, range.start);
  const lines = session.findLines(file.path);
  return { kind: 'workspace', spot, source: lines === null ? null : excerpt(lines, spot.line, context) };
}

export function showTarget(target: Target): string {
  return target.kind === 'workspace' ? showSpot(target.spot) : `${target.name}:${target.line} (library)`;
}
