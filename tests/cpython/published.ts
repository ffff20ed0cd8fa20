// What is published of CPython's tests: which end otherwise inside, in groups with a reason each, and which end differently from
// run to run on their own. Checked against what was found, in both directions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { findDifferences } from './find-differences.js';
import type { EndedTests } from './test-end.js';

export interface Published {
  /** Of which Python all of it is. */
  readonly python: string;
  /** How many tests each module has at least. */
  readonly modules: Readonly<Record<string, number>>;
  readonly groups: readonly PublishedGroup[];
  readonly unstable: readonly UnstableGroup[];
}

export interface PublishedGroup {
  /** Why they differ, as one or two sentences. */
  readonly reason: string;
  /** What not every machine has, after "where there is": without it both sides end alike. */
  readonly needs?: string;
  /** `ok → skip`: how each ends outside and inside. */
  readonly tests: Readonly<Record<string, string>>;
}

export interface UnstableGroup {
  readonly reason: string;
  /** The ends that each may have, on either side. */
  readonly ends: readonly string[];
  readonly tests: readonly string[];
}

export function readPublished(): Published {
  return JSON.parse(readFileSync(join(packageRoot(), 'tests/cpython/differences.json'), 'utf8')) as Published;
}

/** What is other than published, a line each. @param modules that were run */
export function complaintsOf(
  published: Published,
  modules: readonly string[],
  outside: EndedTests,
  inside: EndedTests,
): string[] {
  const unstable = new Map(
    published.unstable.flatMap((group) => group.tests.map((test) => [test, group] as const)),
  );
  const isRun = (test: string): boolean => modules.some((module) => test.startsWith(`${module}.`));
  const expected = new Map(
    published.groups.flatMap(({ tests }) => Object.entries(tests)).filter(([test]) => isRun(test)),
  );
  const found = new Map(
    findDifferences(outside, inside)
      .filter(({ test }) => !unstable.has(test))
      .map((difference) => [difference.test, difference]),
  );
  const unknown = [...found.values()].flatMap((one) => {
    const how = `${one.outside} → ${one.inside}`;
    const wanted = expected.get(one.test);
    if (wanted === how) return [];
    const why = lastLineOf(one.details.inside) || lastLineOf(one.details.outside);
    return [
      `${one.test}: ${how}, ${wanted === undefined ? 'not published' : `published as ${wanted}`} (${why})`,
    ];
  });
  const optional = new Set(
    published.groups.flatMap(({ needs, tests }) => (needs === undefined ? [] : Object.keys(tests))),
  );
  const same = [...expected.keys()]
    .filter((test) => !found.has(test) && !optional.has(test))
    .map((test) => `${test}: published, and the same on both sides`);
  return [
    ...unknown,
    ...same,
    ...tooFew(published, modules, outside),
    ...strangeEnds(unstable, outside, inside),
  ];
}

function tooFew({ modules }: Published, run: readonly string[], outside: EndedTests): string[] {
  return run.flatMap((module) => {
    const count = [...outside.keys()].filter((test) => test.startsWith(`${module}.`)).length;
    const least = modules[module];
    return least !== undefined && count >= least
      ? []
      : [`${module}: ${count} tests, ${least ?? 'no number'} published`];
  });
}

function strangeEnds(
  unstable: ReadonlyMap<string, UnstableGroup>,
  ...sides: readonly EndedTests[]
): string[] {
  return sides.flatMap((side) =>
    [...side].flatMap(([test, { end }]) => {
      const ends = unstable.get(test)?.ends;
      return ends === undefined || ends.includes(end)
        ? []
        : [`${test}: ${end}, published as unstable between ${ends.join(' and ')}`];
    }),
  );
}

const lastLineOf = (text: string): string => text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
