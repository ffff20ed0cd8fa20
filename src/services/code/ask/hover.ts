// What is at a place: type, signature, documentation.
import type { CodeSession } from '../code-session.js';
import { excerpt } from '../place/excerpt.js';
import { resolvePlace, type WantedPlace } from '../place/resolve-place.js';
import type { Spot } from '../place/spot.js';
import { hover } from '../server/replies.js';
import { toParams } from './to-params.js';

export interface HoverAnswer {
  readonly resolved: Spot;
  /** null where nothing is known of it. */
  readonly text: string | null;
  readonly source: string;
}

const mostText = 8_000;

export async function askHover(session: CodeSession, wanted: WantedPlace): Promise<HoverAnswer> {
  const resolved = await resolvePlace(session, wanted);
  const answer = await session.request('textDocument/hover', toParams(resolved), hover);
  const text = answer?.contents.value ?? '';
  return {
    resolved,
    text: text === '' ? null : cut(text),
    source: excerpt(session.linesOf(resolved.path), resolved.line, 2),
  };
}

function cut(text: string): string {
  return text.length <= mostText
    ? text
    : `${text.slice(0, mostText)}\n… (${text.length - mostText} characters more)`;
}
