// A number that a person has written as text, with an error that says what is wrong and what would be right.
import { showStart } from './show-start.js';
import { PymcpError } from './errors.js';

export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  /** In the plural; empty where it is a mere number. */
  readonly unit: string;
  /** `any` where it is left out. */
  readonly values?: 'whole' | 'any';
}

/** @param name of the option or variable @throws PymcpError `input.limit-invalid` */
export function parseNumber(name: string, text: string, bounds: NumberBounds): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
  const problem = findProblem(value, bounds);
  if (problem === null) return value;
  throw new PymcpError(
    'input.limit-invalid',
    `${name} ${show(showStart(text, 40))} ${problem}`,
    sayBounds(bounds),
  );
}

/** What would be right, as a hint. */
export function sayBounds({ least, most, unit, values }: NumberBounds): string {
  return `give a ${values === 'whole' ? 'whole ' : ''}number${unit === '' ? '' : ` of ${unit}`} from ${least} to ${most}`;
}

/** As it was written, where that is one line of what can be seen. */
const show = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : JSON.stringify(text));

function findProblem(value: number, { least, most, values }: NumberBounds): string | null {
  if (Number.isNaN(value)) return 'is not a number';
  if (value < least || value > most) return 'is out of range';
  return values === 'whole' && !Number.isInteger(value) ? 'is not a whole number' : null;
}
