// A number from the command line, with an error that says what is wrong and what would be right.
import { PymcpError } from '../core/errors.js';

export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

/** @throws PymcpError `input.limit-invalid` */
export function parseNumber(option: string, text: string, bounds: NumberBounds): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  const problem = Number.isNaN(value) ? 'is not a number' : 'is out of range';
  throw new PymcpError(
    'input.limit-invalid',
    `${option} ${text.slice(0, 40)} ${problem}`,
    `give a number of ${bounds.unit} from ${bounds.least} to ${bounds.most}`,
  );
}
