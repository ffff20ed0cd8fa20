// How much one memory holds. An error names the bound that was met, and nothing of what was asked for is stored then.
import { PymcpError } from '../../core/errors.js';

export interface MemoryBounds {
  readonly entities: number;
  readonly relations: number;
  readonly observations: number;
  readonly observationsPerEntity: number;
  /** Of a name and of a type. */
  readonly nameBytes: number;
  readonly observationBytes: number;
  /** Of one call: entities, relations or observations. */
  readonly itemsPerCall: number;
  /** Of what one answer has of a graph, about. */
  readonly answerBytes: number;
  /** Of the file. */
  readonly databaseBytes: number;
}

export const ordinaryBounds: MemoryBounds = {
  entities: 50_000,
  relations: 100_000,
  observations: 250_000,
  observationsPerEntity: 10_000,
  nameBytes: 1_024,
  observationBytes: 16 * 1_024,
  itemsPerCall: 10_000,
  answerBytes: 200_000,
  databaseBytes: 512 * 1_024 * 1_024,
};

/** @throws PymcpError `memory.full` */
export function refuseBeyond(what: string, found: number, most: number, unit = ''): void {
  if (found <= most) return;
  throw new PymcpError(
    'memory.full',
    `nothing was stored: ${what} would be ${found}${unit}, and ${most}${unit} is the most`,
    'store less, or delete what is no longer needed; pymcp memory export keeps a copy',
  );
}

/** @throws PymcpError `memory.full`, `input.argument-invalid` */
export function checkText(what: string, text: string, most: number): void {
  refuseBeyond(what, Buffer.byteLength(text), most, ' bytes');
  if (isStorable(text)) return;
  throw new PymcpError(
    'input.argument-invalid',
    `nothing was stored: ${what} has a NUL or half a character in it`,
    'leave it out',
  );
}

/** SQLite ends some texts at a NUL, and half a character is none in UTF-8. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
