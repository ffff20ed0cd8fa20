// Analyses of several sources as one, in which all functions count as solvers of one problem: so they can be compared. Pure.
import type { Analysis } from './analysis.js';
import { compareSolvers } from './compare-solvers.js';
import type { Judged } from './judge-measured.js';

export interface Part {
  /** Tells its functions from those of other parts. */
  readonly label: string;
  readonly analysis: Analysis;
}

const comparedProblem = 'compared';
/** Where each function has one kind of input, by whatever name, they are taken for the same. */
const onlyKind = 'the only input of each';

export function joinAnalyses(parts: readonly Part[]): Analysis {
  const functions = toSameInputs(toSameProblem(parts.flatMap(toLabelled(parts))));
  const named = (why: string | null, label: string): string[] => (why === null ? [] : [`${label}: ${why}`]);
  const notLoaded = parts.flatMap(({ label, analysis }) => named(analysis.notLoaded, label));
  const cutShort = parts.flatMap(({ label, analysis }) => named(analysis.cutShort, label));
  return {
    name: 'comparison',
    ...{ functions, comparisons: compareSolvers(functions) },
    skipped: parts.flatMap(({ label, analysis }) =>
      analysis.skipped.map(({ name, why }) => ({ name: `${label}.${name}`, why })),
    ),
    notLoaded: notLoaded.length === 0 ? null : notLoaded.join('; '),
    cutShort: cutShort.length === 0 ? null : cutShort.join('; '),
    wallMs: parts.reduce((sum, { analysis }) => sum + analysis.wallMs, 0),
  };
}

/** By its own name, where no other part has a function of that name. */
function toLabelled(parts: readonly Part[]): (part: Part) => readonly Judged[] {
  const owners = new Map<string, Set<string>>();
  for (const { label, analysis } of parts)
    for (const { measured } of analysis.functions)
      owners.set(measured.name, (owners.get(measured.name) ?? new Set()).add(label));
  return ({ label, analysis }) =>
    analysis.functions.map((one) => {
      const { name } = one.measured;
      return withMeasured(one, { name: owners.get(name)?.size === 1 ? name : `${label}.${name}` });
    });
}

/** Functions that solve different problems of one module are not compared with each other. */
function toSameProblem(functions: readonly Judged[]): readonly Judged[] {
  const problems = new Set(functions.flatMap(({ measured }) => measured.problem ?? []));
  return functions.map((one) =>
    problems.size <= 1 || one.measured.problem === null
      ? withMeasured(one, { problem: comparedProblem })
      : one,
  );
}

function toSameInputs(functions: readonly Judged[]): readonly Judged[] {
  const names = functions.map(({ measured }) => measured.name);
  const kinds = new Set(functions.map(({ measured }) => measured.kind));
  if (new Set(names).size !== names.length || kinds.size === 1) return functions;
  return functions.map((one) => withMeasured(one, { kind: onlyKind }));
}

function withMeasured(one: Judged, changed: Partial<Judged['measured']>): Judged {
  return { ...one, measured: { ...one.measured, ...changed } };
}
