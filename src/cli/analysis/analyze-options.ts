// What `pymcp analyze` was told, checked before anything runs.
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';
import { budgetBounds, mostSeed, sizeBounds } from '../../services/algorithms/measuring-bounds.js';

export const formats = ['text', 'markdown', 'html', 'json'] as const;
export type Format = (typeof formats)[number];

export interface AnalyzeOptions {
  readonly function?: readonly string[];
  readonly compare?: readonly string[];
  readonly budget?: string;
  readonly inputs?: string;
  readonly sizes?: string;
  readonly seed?: string;
  readonly folder: string;
  readonly env?: string;
  readonly backend?: string;
  readonly format?: string;
  readonly json?: true;
  readonly html?: true;
  readonly markdown?: true;
  readonly out?: string;
  /** Of `--no-save`: true where it was not given. */
  readonly save: boolean;
  readonly watch?: true;
  readonly explain?: true;
  readonly model?: string;
  readonly audit: boolean;
  readonly config?: string;
}

/** @throws PymcpError `usage.invalid` */
export function parseFormat({ format, json, html, markdown }: AnalyzeOptions): Format {
  const wanted = [
    ...(format === undefined ? [] : [format]),
    ...(json === true ? ['json'] : []),
    ...(html === true ? ['html'] : []),
    ...(markdown === true ? ['markdown'] : []),
  ];
  const [first = 'text', ...others] = new Set(wanted);
  const found = formats.find((one) => one === first);
  if (found !== undefined && others.length === 0) return found;
  const what = others.length > 0 ? 'several formats were asked for' : `${JSON.stringify(first)} is no format`;
  throw new PymcpError('usage.invalid', what, `give one of ${formats.join(', ')}, as --format html`);
}

/** Reports are for people who look on; a script that asks for a format has it on its standard output. */
export function isSaving(options: AnalyzeOptions, format: Format): boolean {
  if (!options.save) return false;
  return options.out !== undefined || (format === 'text' && options.watch !== true);
}

/** @throws PymcpError `input.limit-invalid` */
export function parseSeconds(text: string | undefined): number {
  if (text === undefined) return budgetBounds.ordinary;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= budgetBounds.least && seconds <= budgetBounds.most) return seconds;
  throw new PymcpError(
    'input.limit-invalid',
    `the budget ${JSON.stringify(text)} is no number of seconds between ${budgetBounds.least} and ${budgetBounds.most}`,
    `give one, such as --budget ${budgetBounds.ordinary}`,
  );
}

/** @throws PymcpError `usage.invalid` */
export function parseSizes(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const sizes = text.split(',').map(Number);
  const { least, most, fewest, mostOf } = sizeBounds;
  const isSize = (size: number): boolean => Number.isInteger(size) && size >= least && size <= most;
  if (sizes.length >= fewest && sizes.length <= mostOf && sizes.every(isSize)) return sizes;
  throw new PymcpError(
    'usage.invalid',
    `${JSON.stringify(showStart(text, 80))} are no sizes`,
    `give ${fewest} to ${mostOf} whole numbers from ${least} to ${most}, as --sizes 100,200,400,800`,
  );
}

/** @throws PymcpError `usage.invalid` */
export function parseSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= mostSeed) return seed;
  throw new PymcpError(
    'usage.invalid',
    `${JSON.stringify(showStart(text, 80))} is no seed`,
    `give a whole number from 0 to ${mostSeed}, as --seed 7`,
  );
}

/** @throws PymcpError `usage.invalid` */
export function checkTogether(
  { watch, explain, compare, function: chosen }: AnalyzeOptions,
  name: string,
): void {
  const hint = 'leave one of them out';
  if (watch === true && name === '-')
    throw new PymcpError('usage.invalid', 'standard input cannot be watched', 'name a file');
  if (watch === true && explain === true)
    throw new PymcpError('usage.invalid', '--watch and --explain do not go together', hint);
  if (compare !== undefined && chosen !== undefined)
    throw new PymcpError('usage.invalid', '--compare and --function do not go together', hint);
  if (compare !== undefined && compare.length < 2)
    throw new PymcpError(
      'usage.invalid',
      'one function alone cannot be compared',
      'name two or more: --compare A B',
    );
}
