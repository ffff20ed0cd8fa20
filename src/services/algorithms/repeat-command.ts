// The command line that makes an analysis again. Pure.
import type { Job } from './analysis-program.js';

/** What is not plain is quoted, as POSIX has it. */
export function toRepeatCommand(job: Job): string {
  const { source, functions, budgetSeconds, compared = [], repeat } = job;
  const words = repeat ?? (source.kind === 'code' ? [source.name] : [source.path]);
  const wanted =
    compared.length === 0 ? functions.flatMap((name) => ['--function', name]) : ['--compare', ...compared];
  const budget = ['--budget', String(budgetSeconds)];
  return ['pymcp', 'analyze', ...words, ...budget, ...wanted, ...toInputs(job)].map(quote).join(' ');
}

function toInputs({ inputs, sizes, seed }: Job): readonly string[] {
  return [
    ...(inputs === undefined ? [] : ['--inputs', inputs]),
    ...(sizes === undefined ? [] : ['--sizes', sizes.join(',')]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ];
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
