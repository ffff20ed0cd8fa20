// Several fixes of one file at once: each as a whole or not at all, and none that touches what another has changed. Pure.
import type { LspRange } from '../server/replies.js';
import { offsetOf, startsOf } from './apply-edits.js';

export interface ActionEdit {
  readonly range: LspRange;
  readonly newText: string;
}

export interface Applied {
  readonly after: string;
  /** Of the fixes, by their places in the list; the others touch one of these, or name no place in the text. */
  readonly applied: readonly number[];
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly newText: string;
}

export function applyActions(text: string, actions: readonly (readonly ActionEdit[])[]): Applied {
  const starts = startsOf(text);
  const taken: Piece[] = [];
  const applied: number[] = [];
  for (const [index, edits] of actions.entries()) {
    const pieces = edits.map(({ range, newText }) => ({
      from: offsetOf(starts, text, range.start),
      to: offsetOf(starts, text, range.end),
      newText,
    }));
    const isSound = pieces.every(({ from, to }) => from >= 0 && to >= from);
    if (
      !isSound ||
      pieces.some((piece, at) => [...taken, ...pieces.slice(0, at)].some((one) => touches(piece, one)))
    )
      continue;
    taken.push(...pieces);
    applied.push(index);
  }
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, newText } of taken.sort((one, other) => one.from - other.from)) {
    parts.push(text.slice(at, from), newText);
    at = to;
  }
  return { after: [...parts, text.slice(at)].join(''), applied };
}

const touches = (one: Piece, other: Piece): boolean => one.from <= other.to && other.from <= one.to;
