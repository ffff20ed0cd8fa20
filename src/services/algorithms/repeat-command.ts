// The command line that makes an analysis again. Pure.
import type { Job } from './analysis-program.js';

/** For a POSIX shell: what is not plain is quoted. */
export function toRepeatCommand({ source, functions, budgetSeconds, compared = [], repeat }: Job): string {
  const words = repeat ?? (source.kind === 'code' ? [source.name] : [source.path]);
  const wanted =
    compared.length === 0 ? functions.flatMap((name) => ['--function', name]) : ['--compare', ...compared];
  return ['pymcp', 'analyze', ...words, '--budget', String(budgetSeconds), ...wanted].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
