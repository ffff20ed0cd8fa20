// A place in a file, as people count: lines and columns from 1, columns in UTF-16 units. Pure.
import type { LspPosition } from '../server/replies.js';

export interface Spot {
  /** Relative to the workspace. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export function toSpot(path: string, { line, character }: LspPosition): Spot {
  return { path, line: line + 1, column: character + 1 };
}

export function toPosition({ line, column }: Spot): LspPosition {
  return { line: line - 1, character: column - 1 };
}

export function showSpot({ path, line, column }: Spot): string {
  return `${path}:${line}:${column}`;
}
