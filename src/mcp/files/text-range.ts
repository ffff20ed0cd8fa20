// Which lines of a file a call asks for. Pure.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { TextRange } from '../../services/files/read-text.js';

const line = z.int().min(1).optional();

export const rangeSchema = {
  head: line.describe('Only the first lines, so many.'),
  tail: line.describe('Only the last lines, so many.'),
  startLine: line.describe('From this line on; the first is 1.'),
  endLine: line.describe('To this line, and with it.'),
} as const;

/** Of one file in a result. */
export const mostFileBytes = 90_000;

type Given = { readonly [Name in keyof typeof rangeSchema]?: number | undefined };

/** @throws PymcpError `input.argument-invalid` */
export function toRange({ head, tail, startLine, endLine }: Given): TextRange {
  const ways = [head, tail, startLine ?? endLine].filter((one) => one !== undefined).length;
  if (ways > 1) throw refuse('only one of head, tail and startLine with endLine can be given');
  if (startLine !== undefined && endLine !== undefined && endLine < startLine)
    throw refuse('endLine stands before startLine');
  return {
    mostBytes: mostFileBytes,
    ...(head === undefined ? {} : { head }),
    ...(tail === undefined ? {} : { tail }),
    ...(startLine === undefined ? {} : { startLine }),
    ...(endLine === undefined ? {} : { endLine }),
  };
}

function refuse(what: string): PymcpError {
  return new PymcpError('input.argument-invalid', what, 'leave them out to read the file from its beginning');
}
